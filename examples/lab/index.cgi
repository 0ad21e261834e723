#!/bin/sh
# The page of the lab's web service: which node serves it, and a counter kept on the shared disk.
count=$(($(cat /data/count 2>/dev/null || echo 0) + 1))
echo $count >/data/count.new && mv /data/count.new /data/count
printf 'Content-Type: text/plain\r\n\r\n'
echo "web on $(hostname), answer $count"

#!/bin/sh
# Takes NUMBER.ATTEMPT as its query, and answers once a line with it is on the disk: who wrote, by which
# run of the service (when its first process began), and when, by the clock all nodes of a lab share.
printf 'Content-Type: text/plain\r\n\r\n'
number=${QUERY_STRING%.*} attempt=${QUERY_STRING#*.}
case $number:$attempt in
    *[!0-9:]* | :* | *:) echo "expected NUMBER.ATTEMPT, got \"$QUERY_STRING\""; exit ;;
esac
read -r node </proc/sys/kernel/hostname
read -r first </proc/1/stat
# shellcheck disable=SC2086  # the words of the line
set -- ${first##*) }
read -r now _ </proc/uptime
line="$number $attempt $node ${20} $now"
if echo "$line" | dd conv=fsync 2>/dev/null >>/data/writes; then echo "written $line"; else echo failed; fi

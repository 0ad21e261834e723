# Completion of svcmgr, svcmon and nodemgr for bash: source this file, or put it into
# /usr/share/bash-completion/completions under all three names.
# The words for files are asked once for each shell; they come from the keywords' declarations.

_svcmgr_services() {
    local etc=${UNDERSTUDY_ETC:-/etc/understudy} file
    for file in "$etc"/services/*.conf "$etc"/services/*.env; do
        [ -e "$file" ] || continue
        file=${file##*/}
        printf '%s\n' "${file%.*}"
    done
}

# Fills the cache; what is filled in a $( ) or behind a | would be gone with it.
_svcmgr_ask() {
    [ -n "${_svcmgr_words:-}" ] || _svcmgr_words=$(svcmgr keywords --format words 2>/dev/null)
}

_svcmgr_keywords() {
    printf '%s\n' "$_svcmgr_words"
}

# Those outside of numbered sections in the file that is meant, as they are typed there.
_svcmgr_keys() {
    case $_svcmgr_words_before in
        'node '*) _svcmgr_keywords | sed -n 's/^node\.//p' ;;
        'cluster '*) _svcmgr_keywords | grep -E '^(cluster|node)\.' ;;
        *) _svcmgr_keywords | sed -n 's/^DEFAULT\.//p' ;;
    esac
}

# The words before the cursor that are no options and none of their values.
_svcmgr_said() {
    local i
    _svcmgr_words_before=
    for ((i = 1; i < COMP_CWORD; i++)); do
        case " $_svcmgr_valued " in
            *" ${COMP_WORDS[i]} "*) [ "${COMP_WORDS[i + 1]}" = "=" ] || i=$((i + 1)); continue ;;
        esac
        case ${COMP_WORDS[i]} in
            '=') i=$((i + 1)) ;;
            -*) ;;
            *) _svcmgr_words_before+="${COMP_WORDS[i]} " ;;
        esac
    done
}

# What may stand behind those words, a line each: the next words of actions.
_svcmgr_next() {
    local act options
    while IFS=: read -r act options; do
        case "$act " in
            "$1"?*) act="${act#"$1"}"; printf '%s\n' "${act%% *}" ;;
        esac
    done <<<"$_svcmgr_acts"
}

# The options of the longest action that those words begin with; of all, if with none.
_svcmgr_options() {
    local act options found='' length=0
    while IFS=: read -r act options; do
        case "$1" in
            "$act "*) [ ${#act} -le $length ] || { found=$options; length=${#act}; } ;;
        esac
    done <<<"$_svcmgr_acts"
    [ $length -gt 0 ] && printf '%s --help\n' "$found" && return
    [ "${1#* }" != "$1" ] && [ -n "${1#* }" ] && _svcmgr_options "${1#* }" && return
    grep -o -- '--[a-z-]*' <<<"$_svcmgr_acts --help --version" | sort -u
}

# The word at the cursor and the one before it; bash makes three words of --service=web.
_svcmgr_at() {
    word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    if [ "$before" = "=" ] && [ "$COMP_CWORD" -gt 1 ]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    elif [ "$word" = "=" ]; then
        word=
    fi
}

# The values of options that all three know; fails at others.
_svcmgr_value() {
    local listed=''
    case $before in
        -s | --service)
            # Of web,d only d is still to be written.
            [ "${word%,*}" = "$word" ] || listed=${word%,*},
            mapfile -t COMPREPLY < <(compgen -P "$listed" -W "$(_svcmgr_services)" \
                -- "${word##*,}") ;;
        --format) mapfile -t COMPREPLY < <(compgen -W "json yaml flat flat_json csv table" -- "$word") ;;
        --color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word") ;;
        --status) mapfile -t COMPREPLY < <(compgen -W "up down warn n/a undef" -- "$word") ;;
        *) return 1 ;;
    esac
}

_svcmgr() {
    local word before line=" ${COMP_LINE} "
    local next
    COMPREPLY=()
    _svcmgr_at
    _svcmgr_value && return
    case $before in
        --config | validate) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
    esac
    _svcmgr_said
    # help start is completed as start.
    _svcmgr_words_before=${_svcmgr_words_before#help }
    case $word in
        -*) mapfile -t COMPREPLY < <(compgen -W "$(_svcmgr_options "$_svcmgr_words_before")" \
                -- "$word"); return ;;
    esac
    case $line in
        *' set '* | *' unset '* | *' get '* | *' eval '*)
            _svcmgr_ask
            # fs#1.mn: the declared fs#.mnt, with the number that was typed.
            local section=${word%%.*} kind
            kind=${section%%#*}
            if [ "$kind" != "$section" ] && [ "$word" != "$section" ]; then
                mapfile -t COMPREPLY < <(_svcmgr_keywords | sed -n "s/^${kind}#\./${section}./p" \
                    | grep -F -- "$word")
            else
                mapfile -t COMPREPLY < <(compgen -W "$(_svcmgr_keys)" -- "$word")
            fi
            compopt -o nospace ;;
        *' keywords '*)
            _svcmgr_ask
            mapfile -t COMPREPLY < <(compgen -W "$(_svcmgr_keywords | sed 's/#*\..*//' | sort -u)" \
                -- "$word") ;;
        *)
            next=$(_svcmgr_next "$_svcmgr_words_before")
            [ -n "$next" ] || grep -q "^${_svcmgr_words_before%% *}[ :]" <<<"$_svcmgr_acts" \
                || next=$(_svcmgr_next "${_svcmgr_words_before#* }")
            mapfile -t COMPREPLY < <(compgen -W "$(sort -u <<<"$next")" -- "$word") ;;
    esac
}

_svcmon() {
    local word before
    COMPREPLY=()
    _svcmgr_at
    _svcmgr_value && return
    mapfile -t COMPREPLY < <(compgen -W "--service --status --watch --interval --color --stats --verbose --refresh --format --filter --help --version" -- "$word")
}

# nodemgr drain is svcmgr node drain.
_nodemgr() {
    local COMP_WORDS=(svcmgr node "${COMP_WORDS[@]:1}") COMP_CWORD=$((COMP_CWORD + 1))
    local COMP_LINE="svcmgr node ${COMP_LINE#* }"
    _svcmgr
}

complete -F _svcmgr svcmgr
complete -F _nodemgr nodemgr
complete -F _svcmon svcmon

# Actions and their options; written by mvn test -Dtest=CompletionTest -Drewrite=true.
_svcmgr_valued='--addr --after --as --color --config --crash --cut --dev --downto --engine --fail --filter --for --format --freeze --impersonate --kw --last --lines --link --name --node --param --reason --reboot --rid --service --shutdown --since --status --subsets --switch --tags --template --thaw --time --to --upto --value --waitlock --why-not -n -s'
_svcmgr_acts='abort:--dry-run --local --node --reason --rid --service --status --time --wait
clear:--dry-run --local --node --reason --service --status --time --wait
cluster config diff:--filter --format
cluster config take:--node
cluster disk-init:--dev --force --yes
cluster drill link-cut:--dry-run --for --link --node --time --yes
cluster edit:--config
cluster edit config:--config
cluster eval:--eval --filter --format --impersonate --kw --param
cluster forget:
cluster freeze:--dry-run --for --reason
cluster get:--eval --filter --format --impersonate --kw --param
cluster init:--addr --name --node
cluster join:--update
cluster key rotate:--node
cluster leave:--dry-run --force --time --yes
cluster print config:--eval --filter --format --impersonate
cluster set:--kw --param --value
cluster thaw:--dry-run --reason --yes
cluster token:--addr --for --node
cluster unset:--kw --param
config diff:--filter --format --service --status
config take:--node --service --status
create:--config --kw --service --status --template
delete:--rid --service --status --yes
disable:--rid --service --status
docker:--service --status
drill switch-and-back:--dry-run --node --service --status --time --to --yes
drills:--filter --format --node
drills end:--node --time
edit:--config --service --status
edit config:--config --service --status
enable:--rid --service --status
enter:--rid --service --status
eval:--eval --filter --format --impersonate --kw --node --param --service --status
explain:--filter --format --node --service --status --why-not
fence:--dry-run --filter --format --node --reason --test --time --yes
fence-ack:--i-verified-it-is-off --node
forget:--i-verified-it-is-down --node --rid --service --status
freeze:--dry-run --for --local --node --reason --service --status --time --wait
frozen:--filter --format --node --service --status
get:--eval --filter --format --impersonate --kw --node --param --service --status
giveback:--dry-run --node --reason --service --status --time --wait
json devlist:--node --service --status
json disklist:--node --service --status
json status:--node --refresh --service --status
keywords:--filter --format
links:--color --filter --format --node
logs:--follow --format --lines --node --service --since --status
ls:--filter --format --node --service --status
node drain:--dry-run --for --node --reason --time --wait
node edit:--config
node edit config:--config
node eval:--eval --filter --format --impersonate --kw --param
node freeze:--dry-run --for --node --reason --time --wait
node frozen:--filter --format --node
node get:--eval --filter --format --impersonate --kw --param
node ls:--filter --format --node
node ping:--filter --format --node
node print config:--eval --filter --format --impersonate
node prkey:--filter --format --node
node reboot:--dry-run --node --time --wait
node set:--kw --param --value
node shutdown:--dry-run --node --time --wait
node stonith:--dry-run --filter --format --node --reason --test --time --yes
node thaw:--dry-run --node --reason --time --wait --yes
node unfreeze:--dry-run --node --reason --time --wait --yes
node unset:--kw --param
nodes:--color --filter --format --node
podman:--service --status
print config:--eval --filter --format --impersonate --node --service --status
print config mtime:--filter --format --node --service --status
print devlist:--filter --format --node --service --status
print devs:--filter --format --node --service --status
print disklist:--filter --format --node --service --status
print resource status:--filter --format --node --refresh --rid --service --status
print schedule:--filter --format --node --service --status
print status:--color --filter --format --node --refresh --service --status
prstart:--dry-run --local --node --reason --rid --service --status --subsets --tags --time --upto --wait --waitlock
prstatus:--filter --format --node --service --status
prstop:--downto --dry-run --for --force --local --node --reason --rid --service --status --subsets --tags --time --wait --waitlock
push:--service --status
push config:--service --status
push resinfo:--service --status
restart:--dry-run --force --local --node --reason --rid --service --status --subsets --tags --time --wait --waitlock
rto:--filter --format --last --node --service --status
run:--confirm --node --rid --service --status --time --yes
set:--kw --node --param --service --status --value
shutdown:--dry-run --for --local --node --reason --service --status --time --wait --waitlock
simulate:--after --config --crash --cut --fail --filter --format --freeze --heal --reboot --service --shutdown --status --switch --thaw --then
start:--dry-run --local --node --reason --rid --service --status --subsets --tags --time --upto --wait --waitlock
startapp:--dry-run --local --node --reason --rid --service --status --subsets --tags --time --upto --wait --waitlock
startcontainer:--dry-run --local --node --reason --rid --service --status --subsets --tags --time --upto --wait --waitlock
startdisk:--dry-run --local --node --reason --rid --service --status --subsets --tags --time --upto --wait --waitlock
startfs:--dry-run --local --node --reason --rid --service --status --subsets --tags --time --upto --wait --waitlock
startip:--dry-run --local --node --reason --rid --service --status --subsets --tags --time --upto --wait --waitlock
startloop:--dry-run --local --node --reason --rid --service --status --subsets --tags --time --upto --wait --waitlock
startshare:--dry-run --local --node --reason --rid --service --status --subsets --tags --time --upto --wait --waitlock
startstandby:--dry-run --local --node --reason --rid --service --status --subsets --tags --time --upto --wait --waitlock
startvg:--dry-run --local --node --reason --rid --service --status --subsets --tags --time --upto --wait --waitlock
status:--filter --format --node --refresh --service --status
stop:--downto --dry-run --for --force --local --node --reason --rid --service --status --subsets --tags --time --wait --waitlock
stopapp:--downto --dry-run --for --force --local --node --reason --rid --service --status --subsets --tags --time --wait --waitlock
stopcontainer:--downto --dry-run --for --force --local --node --reason --rid --service --status --subsets --tags --time --wait --waitlock
stopdisk:--downto --dry-run --for --force --local --node --reason --rid --service --status --subsets --tags --time --wait --waitlock
stopfs:--downto --dry-run --for --force --local --node --reason --rid --service --status --subsets --tags --time --wait --waitlock
stopip:--downto --dry-run --for --force --local --node --reason --rid --service --status --subsets --tags --time --wait --waitlock
stoploop:--downto --dry-run --for --force --local --node --reason --rid --service --status --subsets --tags --time --wait --waitlock
stopshare:--downto --dry-run --for --force --local --node --reason --rid --service --status --subsets --tags --time --wait --waitlock
stopstandby:--downto --dry-run --for --force --local --node --reason --rid --service --status --subsets --tags --time --wait --waitlock
stopvg:--downto --dry-run --for --force --local --node --reason --rid --service --status --subsets --tags --time --wait --waitlock
switch:--dry-run --node --reason --service --status --time --to --wait
sync all:--force --node --rid --service --status --time
sync drp:--force --node --rid --service --status --time
sync nodes:--force --node --rid --service --status --time
sync update:--force --node --rid --service --status --time
syncall:--force --node --rid --service --status --time
syncdrp:--force --node --rid --service --status --time
syncnodes:--force --node --rid --service --status --time
syncupdate:--force --node --rid --service --status --time
takeover:--dry-run --node --reason --service --status --time --wait
thaw:--dry-run --local --node --reason --service --status --time --wait --yes
timeline:--after --follow --format --node --service --since --status
timings:--filter --format --node
unfreeze:--dry-run --local --node --reason --service --status --time --wait --yes
unset:--kw --node --param --service --status
validate:--everywhere --filter --format --service --status'

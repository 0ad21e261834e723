# Completion of svcmgr and svcmon for bash: source this file, or put it into
# /usr/share/bash-completion/completions under both names.
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

_svcmgr() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} line=" ${COMP_LINE} "
    COMPREPLY=()
    case $before in
        -s | --service) mapfile -t COMPREPLY < <(compgen -W "$(_svcmgr_services)" -- "$word"); return ;;
        --config | validate) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
        --format) mapfile -t COMPREPLY < <(compgen -W "json" -- "$word"); return ;;
    esac
    case $word in
        -*) mapfile -t COMPREPLY < <(compgen -W "$(svcmgr --help 2>/dev/null \
                | grep -o -- '--[a-z-]*' | sort -u)" -- "$word"); return ;;
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
                mapfile -t COMPREPLY < <(compgen -W "$(_svcmgr_keywords | sed -n 's/^DEFAULT\.//p')" \
                    -- "$word")
            fi
            compopt -o nospace ;;
        *' keywords '*)
            _svcmgr_ask
            mapfile -t COMPREPLY < <(compgen -W "$(_svcmgr_keywords | sed 's/#*\..*//' | sort -u)" \
                -- "$word") ;;
        *)
            mapfile -t COMPREPLY < <(compgen -W "start stop shutdown restart startstandby
                stopstandby startip stopip startdisk stopdisk startfs stopfs startshare stopshare
                startcontainer stopcontainer startapp stopapp startvg stopvg startloop stoploop
                prstart prstop prstatus abort switch takeover giveback freeze
                thaw clear forget print status explain rto set unset get eval edit create delete enable
                disable sync run validate keywords docker logs timeline nodes timings links node cluster
                simulate fence fence-ack" \
                -- "$word") ;;
    esac
}

_svcmon() {
    local word=${COMP_WORDS[COMP_CWORD]}
    mapfile -t COMPREPLY < <(compgen -W "--service= --watch --interval --color --verbose --format --help --version" -- "$word")
}

complete -F _svcmgr svcmgr
complete -F _svcmon svcmon

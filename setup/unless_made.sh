# Makes a part only where its sources have changed, for scripts that source this. They set made, the folder of
# marks, and whose, such as "the class server's".

# unless_made PART FILES COMMAND…: runs COMMAND unless PART was made from the same FILES with the same Go before.
unless_made() {
    part=$1 digest=$({ cat $2; go version; } | cksum); shift 2
    [ "$(cat "$made/$part.made" 2>/dev/null)" != "$digest" ] || return 0
    echo "nexttoken: preparing $whose $part (once)"
    rm -f "$made/$part.made"
    ("$@") # in a subshell, which can't change the part's name
    echo "$digest" >"$made/$part.made"
}

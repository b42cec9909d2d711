# servers.sh <program.mlir> <servers> [<fields of the record>]
# Prints a program of which every variable has a parameter server, in turn.
awk -v servers="$2" -v fields="${3:+, $3}" '
  /^skein.variable/ {
    if (!count) print "skein.mesh @ps(server = " servers ")"
    printf "%s {skein.synchronization = #skein.parameter_server<on = @ps, at = [%d]%s>}\n", $0, count++ % servers, fields
    next
  }
  { print }' "$1"

# refused.sh <program.mlir> <train.safetensors> <empty folder>
# Calls skein-run with what it has to refuse. Prints its messages, a line for each
# wrong exit status, and in the end the files of the folder.
program=$1
data=--inputs=$2
cd "$3"

# refused <exit status> <arguments>
refused() {
  local expected=$1 status
  shift
  skein-run "$@" --checkpoint-out=out.safetensors --timing=out.json
  status=$?
  [ $status = "$expected" ] || echo "exit status $status; expected $expected"
}

# A file of one tensor without elements: tensor <name> <dtype> <shape>
tensor() {
  local header="{\"$1\":{\"dtype\":\"$2\",\"shape\":$3,\"data_offsets\":[0,0]}}"
  printf "\\x$(printf %x ${#header})\0\0\0\0\0\0\0%s" "$header"
}

refused 1 "$program" "$data" --devices=0
refused 1 "$program" "$data" --devices=3
refused 1 "$program" "$data" --epochs=0
refused 1 "$program" "$data" --test-inputs="$2"
refused 1 "$program" "$data" --checkpoint-in="$2"

refused 1 "$program"
refused 1 "$program" --inputs=none.safetensors
refused 1 "$program" --inputs=train.csv
head -c 1000 "$2" >short.safetensors
refused 1 "$program" --inputs=short.safetensors
tensor y F32 '[0, 64]' >other.safetensors
refused 1 "$program" --inputs=other.safetensors
tensor x F64 '[0, 64]' >f64.safetensors
refused 1 "$program" --inputs=f64.safetensors
tensor x F32 '[0, 63]' >narrow.safetensors
refused 1 "$program" --inputs=narrow.safetensors
tensor x F32 '[0, 64]' >empty.safetensors
refused 1 "$program" --inputs=empty.safetensors

refused 1 none.mlir "$data"
echo 'skein.mesh @m(data = )' >malformed.mlir
refused 1 malformed.mlir "$data"
echo 'skein.mesh @m(data = 2)' >nothing.mlir
refused 1 nothing.mlir "$data"

refused 2 "$program" "$data" --device=4
refused 2 "$program" "$data" --steps=many
refused 2 "$data"
ls

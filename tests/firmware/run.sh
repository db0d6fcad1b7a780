#!/bin/sh
# run.sh TARGET IMAGE - runs an image of the target (arm, riscv) in QEMU; its console is standard output, its status the status. uart is arm
# with its UART at standard input and output instead.
case $1 in
arm)   set -- timeout "${QEMU_TIMEOUT:-120}" qemu-system-arm -M mps2-an386 -display none -monitor none -serial none \
           -chardev stdio,id=console -semihosting-config enable=on,target=native,chardev=console -kernel "$2" ;;
uart)  exec timeout "${QEMU_TIMEOUT:-120}" qemu-system-arm -M mps2-an386 -display none -monitor none -serial stdio \
           -semihosting-config enable=on,target=native -kernel "$2" ;;
riscv) set -- timeout "${QEMU_TIMEOUT:-120}" qemu-system-riscv32 -M virt -bios none -display none -monitor none -serial stdio -kernel "$2" ;;
*)     echo "usage: run.sh arm|uart|riscv IMAGE" >&2; exit 2 ;;
esac
exec "$@" </dev/null

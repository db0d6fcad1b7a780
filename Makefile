# Hako. `make` builds the command-line tool, `make run` shows it at work, `make test` runs every gate, `make help` lists the rest.

BUILD   := build
CC      := gcc
CLANG   := clang
CXX     := g++
ARM     := arm-none-eabi-
RISCV   := riscv64-unknown-elf-
HOSTCC  := $(CC)

WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wconversion
STD     := -std=c11
# Programs of the tests and tools; the engine itself needs nothing but the compiler.
HOSTED  := $(STD) -O2 -g $(WARN) -I. -D_DEFAULT_SOURCE

# One engine object per profile, linked into each test program of that profile.
# Computed jumps are best left where the source has them: -fno-gcse, as the compiler's manual advises for interpreters.
PROFILE_release := -O3 -g -fno-gcse -fno-crossjumping
PROFILE_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
PROFILE_choice   = $(PROFILE_asan) -DHAKO_WITH_DECIMAL=1 -DHAKO_WITH_TYPESCRIPT=1
PROFILE_m32     := -O2 -g -m32 -msse2 -mfpmath=sse

FREESTANDING := -ffreestanding -ffunction-sections -fdata-sections
ARM_FLAGS    := -mcpu=cortex-m4 -mthumb -mfloat-abi=soft
RISCV_FLAGS  := -march=rv32imac -mabi=ilp32 -mcmodel=medany
CROSS_OPT    := -Os

# Held by the call graph gate: bytes of C stack on the longest path from any function of the API, the parser's recursion aside.
STACK_LIMIT_ARM  := 1536
STACK_LIMIT_HOST := 4096

export BUILD CC CLANG CXX ARM RISCV WARN ARM_FLAGS RISCV_FLAGS FREESTANDING STACK_LIMIT_ARM STACK_LIMIT_HOST

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all run examples test test-typescript test-build firmware corpus-images unit check-fresh library deps test262 ram size bench bench-peers clean help

all: $(BUILD)/hako

help:
	@echo "make                     build/hako, the command-line tool"
	@echo "make run                 runs an example with it"
	@echo "make examples            the programs in examples/, into build/examples"
	@echo "make test                every gate of the test suite"
	@echo "make test262 TEST262=DIR the conformance suite unpacked in DIR"
	@echo "make test-typescript     TypeScript against tsc and ts-blank-space (npm, network)"
	@echo "make hako.h              the single header, from src/"
	@echo "make library             the generated tables and bytecode of the built-ins"
	@echo "make ram | size | bench  figures"
	@echo "make deps                installs compilers and emulators (apt)"

run: $(BUILD)/hako
	$(BUILD)/hako --stats tests/corpus/mandelbrot.js

# ---- the built-ins' generated files and the header ------------------------------------------------------------------------
# Stage 1: tables from the declarations (src/lib/*.def). Stage 2: bytecode from the scripts (src/lib/*.js), compiled by an engine
# that has only the tables. Stage 3: everything in one header. All three are committed.

TABLES  := src/lib/gen_tables.h
CODE    := src/lib/gen_code.h
PARTS   := $(filter-out $(TABLES) $(CODE),$(sort $(shell find src -name '*.[ch]')))
DEFS    := $(sort $(wildcard src/lib/*.def))
SCRIPTS := $(sort $(wildcard src/lib/*.js))
SOURCES := $(PARTS) $(TABLES) $(CODE)
PUBLIC  := src/api/intro.h src/api/public.h
BODY    := src/hako.c

$(BUILD)/mklib: tools/mklib.c src/lib/library.h
	@mkdir -p $(@D)
	$(HOSTCC) $(HOSTED) $< -o $@

$(TABLES): $(BUILD)/mklib $(DEFS) $(SCRIPTS) $(PARTS)
	$(BUILD)/mklib $@.new src
	mv $@.new $@

$(BUILD)/mkcode: tools/mkcode.c $(PARTS) $(TABLES)
	@mkdir -p $(@D)
	$(HOSTCC) $(STD) -O1 -g -w -I. -DHAKO_BOOTSTRAP $< -o $@

$(CODE): $(BUILD)/mkcode $(SCRIPTS)
	$(BUILD)/mkcode $@.new src
	mv $@.new $@

library: $(TABLES) $(CODE)

$(BUILD)/amalgamate: tools/amalgamate.c
	@mkdir -p $(@D)
	$(HOSTCC) $(HOSTED) $< -o $@

AMALGAMATE = $(BUILD)/amalgamate -o $(1) LICENSE $(PUBLIC) -- $(BODY)
hako.h: $(BUILD)/amalgamate LICENSE $(SOURCES)
	$(call AMALGAMATE,$@.new)
	mv $@.new $@

# Are the committed files what src/ gives? Makes them again in build/fresh and compares; changes nothing.
FRESH := $(BUILD)/fresh
check-fresh:
	@rm -rf $(FRESH)
	@mkdir -p $(FRESH)
	@$(HOSTCC) $(HOSTED) -w tools/mklib.c -o $(FRESH)/mklib
	@$(FRESH)/mklib $(FRESH)/gen_tables.h src
	@cmp $(TABLES) $(FRESH)/gen_tables.h || { echo "$(TABLES) is stale: run make hako.h"; exit 1; }
	@$(HOSTCC) $(STD) -O1 -w -I. -DHAKO_BOOTSTRAP tools/mkcode.c -o $(FRESH)/mkcode
	@$(FRESH)/mkcode $(FRESH)/gen_code.h src
	@cmp $(CODE) $(FRESH)/gen_code.h || { echo "$(CODE) is stale: run make hako.h"; exit 1; }
	@$(HOSTCC) $(HOSTED) -w tools/amalgamate.c -o $(FRESH)/amalgamate
	@$(FRESH)/amalgamate -o $(FRESH)/hako.h LICENSE $(PUBLIC) -- $(BODY)
	@cmp hako.h $(FRESH)/hako.h || { echo "hako.h is stale: run make hako.h"; exit 1; }

# ---- host programs ------------------------------------------------------------------------------------------------------
# $(BUILD)/NAME is the release build, $(BUILD)/NAME-asan and $(BUILD)/NAME-m32 the others.

$(BUILD)/obj/engine-%.o: tests/engine.c hako.h hako_config.h
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) -I. $(PROFILE_$*) -c $< -o $@

define program
$(BUILD)/$(1): $(2) $(BUILD)/obj/engine-release.o $(4)
	$(CC) $(HOSTED) $(PROFILE_release) -DHAKO_LINKED $(2) $(BUILD)/obj/engine-release.o -o $$@ $(3) $$(LDLIBS)
$(BUILD)/$(1)-%: $(2) $(BUILD)/obj/engine-%.o $(4)
	$(CC) $(HOSTED) $$(PROFILE_$$*) -DHAKO_LINKED $(2) $(BUILD)/obj/engine-$$*.o -o $$@ $(3) $$(LDLIBS)
endef
$(eval $(call program,hako,tools/hako.c,,$(wildcard tools/bind*.[ch]) ports/hako_port_posix.h tools/size.h hako.h))
$(eval $(call program,corpus,tests/corpus.c,,tests/bundle.h tests/hop.h tools/size.h hako.h))
$(eval $(call program,hostile,tests/hostile.c,,hako.h))
$(eval $(call program,fuzz_image,tests/fuzz_image.c,,src/code/opcodes.h hako.h))
$(eval $(call program,fuzz_api,tests/fuzz_api.c,,hako.h))
$(eval $(call program,native,tests/native.c,,hako.h))
$(eval $(call program,test262,tests/test262.c,,tests/test262_scope.h tests/agents.h tests/hop.h tools/size.h hako.h))

# Of the engine's parts, not of the header: it makes forgeries with them.
$(BUILD)/fuzz_save-asan: tests/fuzz_save.c tests/hop.h $(SOURCES)
	@mkdir -p $(@D)
	$(CC) $(HOSTED) $(PROFILE_asan) $< -o $@ -lm

$(BUILD)/callgraph: tests/gates/callgraph.c
	@mkdir -p $(@D)
	$(HOSTCC) $(HOSTED) $< -o $@

$(BUILD)/embed: tests/firmware/embed.c
	@mkdir -p $(@D)
	$(HOSTCC) $(HOSTED) $< -o $@

# Unit tests: each tests/PART/test_*.c is a program that ends with status 0.
UNIT := $(patsubst tests/%.c,$(BUILD)/unit/%,$(sort $(wildcard tests/*/test_*.c)))
$(BUILD)/unit/%: tests/%.c $(SOURCES) $(wildcard tests/api/*.h)
	@mkdir -p $(@D)
	$(CC) $(STD) $(PROFILE_asan) -I. -Isrc $< -o $@ -lm
# Those that use what is public, and nothing else, share one engine, whose building takes much longer than theirs.
SHARING := $(patsubst %,$(BUILD)/unit/api/test_%,api buffers jobs limits modules realms state timers)
$(SHARING): $(BUILD)/unit/%: tests/%.c $(BUILD)/obj/engine-asan.o
	@mkdir -p $(@D)
	$(CC) $(STD) $(PROFILE_asan) -DHAKO_LINKED -I. $< $(BUILD)/obj/engine-asan.o -o $@ -lm
$(BUILD)/unit/bind/test_hostile: $(wildcard tools/bind*.[ch])
unit: $(UNIT)

test-build: $(BUILD)/hako $(BUILD)/hako-asan $(BUILD)/corpus $(BUILD)/corpus-asan $(BUILD)/hostile-asan $(BUILD)/fuzz_image-asan $(BUILD)/fuzz_api-choice $(BUILD)/fuzz_save-asan $(BUILD)/test262 \
            $(BUILD)/callgraph $(BUILD)/embed $(UNIT)

# ---- firmware: one image per script and target, run in QEMU ---------------------------------------------------------------

ARENA  := 262144
CORPUS := $(sort $(wildcard tests/corpus/*.js))
CORPUS_NAMES := $(notdir $(CORPUS:.js=))

$(BUILD)/script/%.c: tests/corpus/%.js $(BUILD)/embed
	@mkdir -p $(@D)
	$(BUILD)/embed $< $(ARENA) > $@
$(BUILD)/script/ram/%.c: tests/corpus/ram/%.js $(BUILD)/embed
	@mkdir -p $(@D)
	$(BUILD)/embed $< $(ARENA) > $@

$(BUILD)/script/image/%.hbc: tests/corpus/%.js $(BUILD)/hako
	@mkdir -p $(@D)
	$(BUILD)/hako -c $< -o $@
$(BUILD)/script/image/%.c: $(BUILD)/script/image/%.hbc $(BUILD)/embed
	$(BUILD)/embed $< $(ARENA) > $@

# A machine that has run the first steps of a script, as a snapshot; what it printed until then stands beside it.
$(BUILD)/script/saved/%.sav: tests/corpus/%.js $(BUILD)/hako
	@mkdir -p $(@D)
	$(BUILD)/hako --bare --arena $(ARENA) --steps 5000 --save $@ $< > $(@D)/$*.out
$(BUILD)/script/saved/%.c: $(BUILD)/script/saved/%.sav $(BUILD)/embed
	$(BUILD)/embed $< $(ARENA) > $@

comma := ,
define target
$(BUILD)/$(1)/engine.o: tests/firmware/engine.c hako.h
	@mkdir -p $$(@D)
	$(2)gcc $(STD) $(WARN) -I. $(3) $(CROSS_OPT) $(FREESTANDING) -c $$< -o $$@
$(BUILD)/$(1)/main.o: tests/firmware/main.c tests/firmware/script.h tests/bundle.h ports/board.h hako.h
	@mkdir -p $$(@D)
	$(2)gcc $(STD) $(WARN) -I. $(3) $(CROSS_OPT) $(FREESTANDING) -c $$< -o $$@
$(BUILD)/$(1)/board.o: ports/$(4)/board.c ports/board.h ports/$(4)/$(5) hako.h
	@mkdir -p $$(@D)
	$(2)gcc $(STD) $(WARN) -I. $(3) $(CROSS_OPT) $(FREESTANDING) -c $$< -o $$@
$(BUILD)/$(1)/memory.o: ports/memory.c
	@mkdir -p $$(@D)
	$(2)gcc $(STD) $(WARN) $(3) -O2 -ffreestanding -fno-tree-loop-distribute-patterns -ffunction-sections -c $$< -o $$@
$(BUILD)/$(1)/%.elf: $(BUILD)/script/%.c tests/firmware/script.h $(BUILD)/$(1)/engine.o $(BUILD)/$(1)/main.o $(BUILD)/$(1)/board.o $(BUILD)/$(1)/memory.o ports/$(4)/link.ld
	@mkdir -p $$(@D)
	$(2)gcc $(STD) -I. $(3) $(CROSS_OPT) -ffreestanding -nostdlib -Wl,--gc-sections $$(if $$(filter riscv,$(1)),-Wl$$(comma)--no-warn-rwx-segments) -T ports/$(4)/link.ld $$< \
	    $(BUILD)/$(1)/engine.o $(BUILD)/$(1)/main.o $(BUILD)/$(1)/board.o $(BUILD)/$(1)/memory.o -lgcc -o $$@
endef
$(eval $(call target,arm,$(ARM),$(ARM_FLAGS),cortex-m4,hako_port_cortexm.h))
$(eval $(call target,riscv,$(RISCV),$(RISCV_FLAGS),riscv32,hako_port_riscv32.h))

# Builds without the compiler: $(BUILD)/arm-image/image/NAME.elf runs the image of tests/corpus/NAME.js.
$(eval $(call target,arm-image,$(ARM),$(ARM_FLAGS) -DHAKO_WITH_COMPILER=0,cortex-m4,hako_port_cortexm.h))

# A game of examples/entities that was saved on this machine.
$(BUILD)/script/game.sav: $(BUILD)/examples/entities examples/entities/entities.js
	@mkdir -p $(@D)
	$< examples/entities/entities.js --save $@ > $(BUILD)/script/game.out
$(BUILD)/script/game.c: $(BUILD)/script/game.sav $(BUILD)/embed
	$(BUILD)/embed $< 8 > $@
$(BUILD)/arm/game.elf: tests/firmware/entities.c examples/entities/main.c $(BUILD)/script/game.c $(BUILD)/arm/engine.o $(BUILD)/arm/board.o $(BUILD)/arm/memory.o
	$(ARM)gcc $(STD) $(WARN) -I. $(ARM_FLAGS) $(CROSS_OPT) $(FREESTANDING) -c $< -o $(BUILD)/arm/game.o
	$(ARM)gcc $(STD) -I. $(ARM_FLAGS) $(CROSS_OPT) -ffreestanding -nostdlib -Wl,--gc-sections -T ports/cortex-m4/link.ld $(BUILD)/script/game.c \
	    $(BUILD)/arm/game.o $(BUILD)/arm/engine.o $(BUILD)/arm/board.o $(BUILD)/arm/memory.o -lgcc -lc -o $@

images-arm: $(CORPUS_NAMES:%=$(BUILD)/arm/%.elf)
images-riscv: $(CORPUS_NAMES:%=$(BUILD)/riscv/%.elf)
.PHONY: images-arm images-riscv

# ---- examples: on the desktop, and the firmware for a Cortex-M4 in QEMU where its compiler is ---------------------------------

EXAMPLES := $(BUILD)/examples
FIRMWARE := $(EXAMPLES)/arm
examples: $(addprefix $(EXAMPLES)/,minimal config game firmware repl modules entities rules calculator) \
          $(if $(shell command -v $(ARM)gcc 2> /dev/null),$(addprefix $(EXAMPLES)/,firmware.elf repl.elf modules.elf))

$(EXAMPLES)/minimal $(EXAMPLES)/config: $(EXAMPLES)/%: examples/%.c hako.h ports/hako_port_posix.h
	@mkdir -p $(@D)
	$(CC) $(HOSTED) $< -o $@
# With Decimal, which has to be asked for.
$(EXAMPLES)/rules: examples/rules/main.c hako.h
	@mkdir -p $(@D)
	$(CC) $(HOSTED) $< -o $@
$(EXAMPLES)/game: examples/game/game.c $(BUILD)/obj/engine-release.o
	@mkdir -p $(@D)
	$(CC) $(HOSTED) $^ -o $@
$(EXAMPLES)/embed: examples/embed.c
	@mkdir -p $(@D)
	$(HOSTCC) $(HOSTED) $< -o $@
$(EXAMPLES)/thermostat.c: examples/firmware/thermostat.js $(EXAMPLES)/embed
	$(EXAMPLES)/embed $< script > $@
$(EXAMPLES)/firmware: examples/firmware/main.c $(EXAMPLES)/thermostat.c $(BUILD)/obj/engine-release.o
	$(CC) $(HOSTED) $^ -o $@

# The same for the board: 32 KiB of RAM for everything, which the linker script holds it to.
FIRMWARE_CC := $(ARM)gcc $(STD) $(WARN) $(ARM_FLAGS) $(CROSS_OPT) $(FREESTANDING) -I. -DBOARD -DHAKO_MAX_NESTING=40
FIRMWARE_C  := tests/firmware/engine.c examples/firmware/main.c $(EXAMPLES)/thermostat.c ports/cortex-m4/board.c
$(EXAMPLES)/firmware.elf: $(FIRMWARE_C) ports/memory.c ports/board.h ports/cortex-m4/hako_port_cortexm.h examples/firmware/link.ld hako.h
	@mkdir -p $(FIRMWARE)
	cd $(FIRMWARE) && $(FIRMWARE_CC:-I.=-I$(CURDIR)) -c $(FIRMWARE_C:%=$(CURDIR)/%)
	$(FIRMWARE_CC) -O2 -fno-tree-loop-distribute-patterns -c ports/memory.c -o $(FIRMWARE)/memory.o
	$(FIRMWARE_CC) -nostdlib -Wl,--gc-sections -T examples/firmware/link.ld $(addprefix $(FIRMWARE)/,engine.o main.o thermostat.o board.o memory.o) \
	    -lgcc -o $@

# More on the desktop; the prompt, and the modules in flash, also on the board.
MODULES   := main.js drivers/blink.js drivers/pins.js config.json report.js
MODULES_C := $(foreach m,$(MODULES),$(EXAMPLES)/flash/$(subst .,_,$(notdir $m)).c)
$(MODULES_C) &: $(MODULES:%=examples/modules/%) $(EXAMPLES)/embed
	@mkdir -p $(EXAMPLES)/flash
	for m in $(MODULES); do name=$$(basename $$m | tr . _); \
	    $(EXAMPLES)/embed examples/modules/$$m $$name > $(EXAMPLES)/flash/$$name.c || exit 1; done
$(EXAMPLES)/modules: examples/modules/main.c $(MODULES_C) $(BUILD)/obj/engine-release.o
	$(CC) $(HOSTED) $^ -o $@
$(EXAMPLES)/repl $(EXAMPLES)/entities: $(EXAMPLES)/%: examples/%/main.c $(BUILD)/obj/engine-release.o
	@mkdir -p $(@D)
	$(CC) $(HOSTED) $^ -o $@

# A module in TypeScript behind a header that `hako bind` makes of it.
$(EXAMPLES)/bind/calculator_hako.h: examples/calculator/calculator.ts $(BUILD)/hako
	@mkdir -p $(@D)
	$(BUILD)/hako bind $< -o $@ --embed
$(EXAMPLES)/calculator: examples/calculator/main.c $(EXAMPLES)/bind/calculator_hako.h $(BUILD)/obj/engine-release.o
	$(CC) $(HOSTED) -I$(EXAMPLES)/bind $< $(BUILD)/obj/engine-release.o -o $@

# What does not depend on the program comes from the firmware above.
$(EXAMPLES)/repl.elf $(EXAMPLES)/modules.elf: $(EXAMPLES)/%.elf: examples/%/main.c $(MODULES_C) $(EXAMPLES)/firmware.elf
	@mkdir -p $(EXAMPLES)/$*-arm
	cd $(EXAMPLES)/$*-arm && $(FIRMWARE_CC:-I.=-I$(CURDIR)) -c $(addprefix $(CURDIR)/,$< $(if $(filter modules,$*),$(MODULES_C)))
	$(FIRMWARE_CC) -nostdlib -Wl,--gc-sections -T examples/firmware/link.ld $(EXAMPLES)/$*-arm/*.o $(addprefix $(FIRMWARE)/,engine.o board.o memory.o) \
	    -lgcc -o $@

# The modules as a bundle, without the compiler.
$(EXAMPLES)/image/modules.h: $(MODULES:%=examples/modules/%) $(BUILD)/hako
	@mkdir -p $(@D)
	cd examples/modules && $(abspath $(BUILD)/hako) -c $(MODULES) --c-array $(abspath $@)
$(EXAMPLES)/modules-image.elf: examples/modules/main.c $(EXAMPLES)/image/modules.h $(EXAMPLES)/firmware-image.elf
	@mkdir -p $(EXAMPLES)/modules-image
	$(FIRMWARE_CC) -I$(EXAMPLES)/image -DHAKO_WITH_COMPILER=0 -c $< -o $(EXAMPLES)/modules-image/main.o
	$(FIRMWARE_CC) -nostdlib -Wl,--gc-sections -T examples/firmware/link.ld $(EXAMPLES)/modules-image/main.o \
	    $(addprefix $(EXAMPLES)/image/,engine.o board.o memory.o) -lgcc -o $@

# And that firmware from an image, without the compiler.
$(EXAMPLES)/image/thermostat.h: examples/firmware/thermostat.js $(BUILD)/hako
	@mkdir -p $(@D)
	$(BUILD)/hako -c $< --c-array $@
IMAGE_C := $(filter-out %/thermostat.c,$(FIRMWARE_C))
$(EXAMPLES)/firmware-image.elf: $(EXAMPLES)/image/thermostat.h $(IMAGE_C) ports/memory.c ports/board.h ports/cortex-m4/hako_port_cortexm.h examples/firmware/link.ld hako.h
	cd $(EXAMPLES)/image && $(FIRMWARE_CC:-I.=-I$(CURDIR)) -I. -DHAKO_WITH_COMPILER=0 -c $(IMAGE_C:%=$(CURDIR)/%)
	$(FIRMWARE_CC) -O2 -fno-tree-loop-distribute-patterns -c ports/memory.c -o $(EXAMPLES)/image/memory.o
	$(FIRMWARE_CC) -nostdlib -Wl,--gc-sections -T examples/firmware/link.ld $(addprefix $(EXAMPLES)/image/,engine.o main.o board.o memory.o) -lgcc -o $@

# ---- tests ----------------------------------------------------------------------------------------------------------------

test:
	@MAKE="$(MAKE)" sh tests/run.sh

# The conformance suite, unpacked in TEST262. T262_FLAGS adds options or path prefixes.
test262: $(BUILD)/test262
	@test -n "$(TEST262)" || { echo "usage: make test262 TEST262=DIR" >&2; exit 2; }
	$(BUILD)/test262 --expect tests/test262.txt "$(TEST262)" $(T262_FLAGS)

# TypeScript files of npm packages, stripped as ts-blank-space does it; the programs in tests/typescript, compiled by tsc and run by node.
TYPED_PACKAGES := ts-blank-space@0.9.0 rxjs@7.8.2 effect@4.1.0 zod@4.6.7 @noble/hashes@2.4.0 @noble/curves@2.4.0 @reduxjs/toolkit@2.14.0 \
    redux@5.0.1 reselect@5.3.0 immer@11.2.10 @preact/signals-core@1.14.5
test-typescript: $(BUILD)/hako $(BUILD)/unit/api/test_declarations
	@mkdir -p $(BUILD)/ts
	cd $(BUILD)/ts && echo '{}' > package.json && npm install --no-audit --no-fund --ignore-scripts --silent $(TYPED_PACKAGES)
	node tests/typescript/run.mjs $(BUILD)/ts tests/typescript/*.ts tests/typescript/*.mts
	node tests/typescript/strip.mjs $(BUILD)/hako $(BUILD)/ts
	$(BUILD)/unit/api/test_declarations $(BUILD)/ts/host.d.ts
	node tests/typescript/declarations.mjs $(BUILD)/ts $(BUILD)/ts/host.d.ts

# ---- figures --------------------------------------------------------------------------------------------------------------

ram: $(BUILD)/hako
	@sh tests/ram.sh

size: $(BUILD)/arm/engine.o $(BUILD)/arm/ram/one.elf
	@sh tests/size.sh

bench: $(BUILD)/hako $(BUILD)/bench
	@sh tests/bench.sh

$(BUILD)/bench: tests/bench.c
	@mkdir -p $(@D)
	$(HOSTCC) $(HOSTED) $< -o $@ -lm

# Other engines to compare with, installed under $(BUILD)/peers.
bench-peers:
	@mkdir -p $(BUILD)/peers
	cd $(BUILD)/peers && npm install --no-audit --no-fund --silent hermes-engine-cli

# ---- the rest -------------------------------------------------------------------------------------------------------------

PACKAGES := build-essential clang gcc-multilib gcc-arm-none-eabi libnewlib-arm-none-eabi gcc-riscv64-unknown-elf qemu-system-arm qemu-system-misc xz-utils valgrind
deps:
	$(if $(filter 0,$(shell id -u)),,sudo) env DEBIAN_FRONTEND=noninteractive apt-get update -q
	$(if $(filter 0,$(shell id -u)),,sudo) env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $(PACKAGES)

clean:
	rm -rf $(BUILD)

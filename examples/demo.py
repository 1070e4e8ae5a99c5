"""The main job on the documents beside this file: judge them, answer their questions, fit what one of them defines."""

import os
from pathlib import Path

from papergrad.cli import commands

os.chdir(Path(__file__).resolve().parents[1])


def run(*words: str) -> None:
    print("$ papergrad", *words, flush=True)
    commands.main(list(words), standalone_mode=False)
    print(flush=True)


run("check", "examples/homework.md")
run("check", "--all", "--output-format", "concise", "examples/least_squares.tex")
run("answer", "--diff", "examples/homework.md")
run("fit", "examples/rings.md", "--data", "examples/rings.csv", "--size", "m=12", "--rate", "0.03", "--held-out", "0.2")

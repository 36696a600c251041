"""Records what interpreters say of sources that are no programs.

usage: record.py PYTHON...

Reads `sources.json`, a list of texts, and writes `recorded.jsonl`: for each text a line with, by release, the class of the exception
that the parser raises, its message, its line, offset, end line and end offset, and the lines and texts of the warnings before it.
A release that takes the text has `null`. The file is there while it is parsed, since the parser takes the line's text from it.
The texts of `raised.json` are recorded in `raised.jsonl`, with warnings that are errors.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
ASK = '''
import ast, json, sys, warnings
PLACES = ('lineno', 'offset', 'end_lineno', 'end_offset')
answers = []
action, sources = json.load(sys.stdin)
for source in sources:
    source = source.encode('latin-1') if source.startswith('b:') else source.encode()
    source = source[2:] if source.startswith(b'b:') else source
    with open('q.py', 'wb') as file:
        file.write(source)
    answer = None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter(action)
        try:
            compile(source, 'q.py', 'exec', ast.PyCF_ONLY_AST)
        except SyntaxError as err:
            answer = [type(err).__name__, err.msg, [getattr(err, name, None) for name in PLACES]]
        except Exception as err:
            answer = [type(err).__name__, str(err), None]
    if answer is not None:
        answer.append([[warning.lineno, str(warning.message)] for warning in caught])
    answers.append(answer)
json.dump([sys.version.split()[0], answers], sys.stdout)
'''


def record(name, result, action):
    sources = json.loads((HERE / name).read_text(encoding='utf-8'))
    recorded = {}
    for python in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            answer = subprocess.run([python, '-c', ASK], cwd=folder, input=json.dumps([action, sources]),
                                    capture_output=True, text=True, check=True, env={'PYTHONHASHSEED': '0'})
        release, answers = json.loads(answer.stdout)
        recorded[release] = answers
    with open(HERE / result, 'w', encoding='utf-8') as file:
        for at, source in enumerate(sources):
            line = {'source': source, 'answers': {release: answers[at] for release, answers in recorded.items()}}
            file.write(json.dumps(line) + '\n')


def main():
    record('sources.json', 'recorded.jsonl', 'always')
    record('raised.json', 'raised.jsonl', 'error')


if __name__ == '__main__':
    main()

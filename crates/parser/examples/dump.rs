//! Prints the tree of each file given, or of each file named on standard input, as a line of JSON-free text:
//! path, tab, `ok` or `error`, tab, dump or message. The first argument is the target.

use std::io::{BufRead, Write};

use bumpalo::Bump;
use pycmill_ast::Names;
use pycmill_parser::{ParseError, dump, parse};
use pycmill_target::Target;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let target: Target = arguments.next().unwrap_or_default().parse().map_err(std::io::Error::other)?;
    let mut paths: Vec<String> = arguments.collect();
    if paths.is_empty() {
        paths = std::io::stdin().lock().lines().collect::<Result<_, _>>()?;
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in paths {
        let (state, text) = match tree(target, &std::fs::read(&path)?) {
            Ok(text) => ("ok", text),
            Err(text) => ("error", text.replace('\n', "\\n")),
        };
        writeln!(out, "{path}\t{state}\t{text}")?;
        out.flush()?;
    }
    Ok(())
}

fn tree(target: Target, bytes: &[u8]) -> Result<String, String> {
    let source = pycmill_parser::decode(target, bytes).map_err(|error| format!("SyntaxError: {error}"))?;
    let arena = Bump::new();
    let mut names = Names::new(&arena);
    let parsed = parse(target, &source, &arena, &mut names).map_err(|error| placed(&error))?;
    Ok(dump(target, &parsed.module, &names, source.lines()))
}

/// Class and message, then the place behind a separator.
fn placed(error: &ParseError) -> String {
    let ParseError { class, message, line, column, end_line, end_column, text, .. } = error;
    let text = text.as_ref().map(|text| format!("{text:?}")).unwrap_or_default();
    format!("{}: {message}\u{1f}{line} {column} {end_line} {end_column} {text}", class.name())
}

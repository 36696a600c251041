//! Questions that programs ask an interpreter before they compile: `-V`, and one-line programs that print a fact about the
//! version.
//!
//! **Invariants**: the list is closed; a program that is not in it word by word, apart from blanks and the kind of quotes, is
//! not answered. The answers come from the target's tables.

use pycmill::Target;

/// Facts by the expression that has them: what `print` shows.
fn fact(target: Target, expression: &str) -> Option<String> {
    let (version, release) = (target.version().to_string(), target.to_string());
    let mut parts = release.splitn(3, '.').skip(1);
    let (minor, micro) = (parts.next()?, parts.next()?);
    Some(match expression {
        "sys.version_info[0]" | "sys.version_info.major" => "3".to_owned(),
        "sys.version_info[1]" | "sys.version_info.minor" => minor.to_owned(),
        "sys.version_info[2]" | "sys.version_info.micro" => micro.to_owned(),
        "sys.version_info[:2]" => format!("(3, {minor})"),
        "sys.version_info[:3]" => format!("(3, {minor}, {micro})"),
        "'{0.major}{0.minor}'.format(sys.version_info)" => format!("3{minor}"),
        "'{0.major}.{0.minor}'.format(sys.version_info)" | "'%d.%d'%sys.version_info[:2]" => version,
        "'%d.%d.%d'%sys.version_info[:3]" | "sys.version.split()[0]" | "platform.python_version()" => {
            target.to_string()
        }
        "sys.implementation.name" => "cpython".to_owned(),
        "sys.implementation.cache_tag" => target.cache_tag().to_owned(),
        "importlib.util.MAGIC_NUMBER" => magic_number(target),
        "imp.get_magic()" if target.has_imp_module() => magic_number(target),
        "imp.get_tag()" if target.has_imp_module() => target.cache_tag().to_owned(),
        _ => return None,
    })
}

/// `repr` of the four bytes that a `.pyc` file starts with.
fn magic_number(target: Target) -> String {
    let [low, high] = target.version().magic_number().to_le_bytes();
    let shown = |byte: u8| match byte {
        b'\n' => "\\n".to_owned(),
        b'\r' => "\\r".to_owned(),
        b'\t' => "\\t".to_owned(),
        b'\\' => "\\\\".to_owned(),
        b' '..=b'~' => char::from(byte).to_string(),
        _ => format!("\\x{byte:02x}"),
    };
    // `repr` takes double quotes where the bytes have a single one.
    let quote = if [low, high].contains(&b'\'') { '"' } else { '\'' };
    format!("b{quote}{}{}\\r\\n{quote}", shown(low), shown(high))
}

/// What the program of `-c` prints, if it is in the list.
pub(crate) fn answer(target: Target, program: &str) -> Option<String> {
    let program = normalised(program);
    if program == "pass" || program.is_empty() {
        return Some(String::new());
    }
    let (import, statement) = program.strip_prefix("import ")?.split_once(';')?;
    let expression = |start| statement.strip_prefix(start)?.strip_suffix(')');
    let (expression, end) = match (expression("print("), expression("sys.stdout.write(")) {
        (Some(printed), _) => (printed, "\n"),
        (None, Some(written)) if written.starts_with('\'') || written == "sys.implementation.cache_tag" => {
            (written, "")
        }
        _ => return None,
    };
    let answer = fact(target, expression)?;
    imports(import, expression).then(|| format!("{answer}{end}"))
}

/// Whether what the expression needs is imported, and nothing that might not be there.
fn imports(import: &str, expression: &str) -> bool {
    let needed = ["importlib.util", "imp", "platform"]
        .into_iter()
        .find(|module| expression.strip_prefix(module).is_some_and(|rest| rest.starts_with('.')));
    let needed = needed.unwrap_or("sys");
    let is_known = |module: &str| module == needed || ["sys", "os", "importlib.util", "platform"].contains(&module);
    import.split(',').any(|module| module == needed) && import.split(',').all(is_known)
}

/// A program without the blanks that mean nothing, with single quotes.
fn normalised(program: &str) -> String {
    let program = program.trim().trim_end_matches(';').trim_end();
    let mut text = String::with_capacity(program.len());
    let mut quoted = false;
    for char in program.chars() {
        match char {
            '"' | '\'' => {
                quoted = !quoted;
                text.push('\'');
            }
            ' ' if !quoted && text != "import" => {}
            '\n' if !quoted => text.push(';'),
            _ => text.push(char),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(version: &str, program: &str) -> Option<String> {
        answer(version.parse().expect("a version"), program)
    }

    /// Recorded from 3.11.7, 3.13.0 and 3.14.10.
    #[test]
    fn answers_are_those_of_the_interpreters() {
        for (version, program, expected) in [
            ("3.13", "import sys; print(sys.version_info[0])", "3\n"),
            ("3.13", "import sys; print(sys.version_info[1])", "13\n"),
            ("3.13", "import sys; sys.stdout.write('{0.major}{0.minor}'.format(sys.version_info))", "313"),
            ("3.13", "import sys; print(sys.implementation.cache_tag)", "cpython-313\n"),
            ("3.13", "import importlib.util; print(importlib.util.MAGIC_NUMBER)", "b'\\xf3\\r\\r\\n'\n"),
            ("3.11", "import importlib.util; print(importlib.util.MAGIC_NUMBER)", "b'\\xa7\\r\\r\\n'\n"),
            ("3.14", "import importlib.util; print(importlib.util.MAGIC_NUMBER)", "b'+\\x0e\\r\\n'\n"),
            ("3.15", "import importlib.util; print(importlib.util.MAGIC_NUMBER)", "b'R\\x0e\\r\\n'\n"),
            ("3.11", "import imp; print(imp.get_magic())", "b'\\xa7\\r\\r\\n'\n"),
            ("3.11", "import imp; print(imp.get_tag())", "cpython-311\n"),
            ("3.13.0", "import sys; print(sys.version_info[:3])", "(3, 13, 0)\n"),
            ("3.13.0", "import sys;print( \"%d.%d\" % sys.version_info[:2] )\n", "3.13\n"),
            ("3.13.0", "import platform; print(platform.python_version())", "3.13.0\n"),
            ("3.13", "pass", ""),
        ] {
            assert_eq!(asked(version, program).as_deref(), Some(expected), "{version} {program}");
        }
    }

    #[test]
    fn other_programs_are_not_answered() {
        for program in [
            "import imp; print(imp.get_tag())",
            "import sys; print(sys.prefix)",
            "print(sys.version_info[0])",
            "import os; print(sys.version_info[0])",
            "import sys; print(sys.version_info[0]); print(1)",
            "import sys; print(sys.version_info[0]) if 0 else 0",
            "import sys; sys.stdout.write(sys.version_info[0])",
            "import sys; print('sys.version_info[0]')",
            "import sys, nope; print(sys.version_info[0])",
            "import importlib; print(importlib.util.MAGIC_NUMBER)",
            "import compileall",
        ] {
            assert_eq!(asked("3.13", program), None, "{program}");
        }
    }
}

//! `print` and `exec` as statements: up to 3.9 the exception itself looks at its line when it is made, and changes its message.
//!
//! It goes for any `SyntaxError` on such a line, whatever is wrong there.
//!
//! Follows `_report_missing_parentheses` of `Objects/exceptions.c`.

/// The message of an exception with this line, if it is changed.
pub(super) fn message(line: &str) -> Option<String> {
    if line.contains('(') {
        return None;
    }
    let after_colon = || line.split_once(':').and_then(|(_, rest)| of_statement(rest));
    of_statement(line).or_else(after_colon)
}

fn of_statement(text: &str) -> Option<String> {
    let text = text.trim_start_matches([' ', '\t']);
    if text.starts_with("exec ") {
        return Some("Missing parentheses in call to 'exec'".to_owned());
    }
    let arguments = text.strip_prefix("print ")?;
    let arguments = arguments.split(';').next().unwrap_or_default().trim_matches([' ', '\t', '\r', '\n']);
    let end = if arguments.ends_with(',') { " end=\" \"" } else { "" };
    Some(format!("Missing parentheses in call to 'print'. Did you mean print({arguments}{end})?"))
}

#[cfg(test)]
mod tests {
    use super::message;

    /// As 3.9.18 says.
    #[test]
    fn messages() {
        let print =
            |arguments| Some(format!("Missing parentheses in call to 'print'. Did you mean print({arguments})?"));
        assert_eq!(message("print a\n"), print("a"));
        assert_eq!(message("print a, ; b\n"), print("a, end=\" \""));
        assert_eq!(message("if x: print a\n"), print("a"));
        assert_eq!(message("  print a\n"), print("a"));
        assert_eq!(message("if x: y: print a\n"), None);
        assert_eq!(message("if x:print a\n"), print("a"));
        assert_eq!(message("print f(x)\n"), None);
        assert_eq!(message("exec 'a'\n").as_deref(), Some("Missing parentheses in call to 'exec'"));
    }
}

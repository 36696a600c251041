//! SARIF 2.1.0, the format in which checkers report to code scanning.

use serde_json::{Map, Value, json};

use super::{Problem, Region, Severity};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/// The log of one run; `rules` has each kind of problem with its meaning.
pub(crate) fn log(rules: &[(&str, &str)], problems: &[Problem]) -> Value {
    let described = |(id, meaning): &(&str, &str)| json!({ "id": id, "shortDescription": { "text": meaning } });
    let rules: Vec<Value> = rules.iter().map(described).collect();
    let driver = json!({ "name": "pycmill", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
    let results: Vec<Value> = problems.iter().map(result).collect();
    let run = json!({ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results });
    json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] })
}

fn result(problem: &Problem) -> Value {
    let mut place = json!({ "artifactLocation": { "uri": uri(&problem.path) } });
    if let Some(region) = problem.region {
        place["region"] = of_region(region);
    }
    let level = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    json!({
        "ruleId": problem.rule,
        "level": level,
        "message": { "text": problem.message },
        "locations": [{ "physicalLocation": place }],
    })
}

fn of_region(region: Region) -> Value {
    let numbers = [
        ("startLine", Some(region.line)),
        ("startColumn", region.column),
        ("endLine", region.end_line),
        ("endColumn", region.end_column),
    ];
    let known = numbers.into_iter().filter_map(|(name, number)| Some((name.to_owned(), number?.into())));
    Value::Object(known.collect::<Map<String, Value>>())
}

/// A path as a relative or absolute reference.
fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let part = |byte: u8| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    path.bytes().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_have_places() {
        let region = Region { line: 2, column: Some(1), end_line: None, end_column: None };
        let problem = Problem {
            rule: "different".to_owned(),
            severity: Severity::Error,
            message: "m".to_owned(),
            path: "a b/é.py".to_owned(),
            region: Some(region),
        };
        let log = log(&[("different", "the code is not that of the source")], &[problem]);
        let result = &log["runs"][0]["results"][0];
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b/%C3%A9.py");
        assert_eq!(place["region"], json!({ "startLine": 2, "startColumn": 1 }));
        assert_eq!(result["ruleId"], log["runs"][0]["tool"]["driver"]["rules"][0]["id"]);
    }
}

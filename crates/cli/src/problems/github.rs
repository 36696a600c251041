//! Annotations: lines on standard output that GitHub's workflows turn into notes beside the code.

use super::{Problem, Severity};

/// The line of a problem.
pub(crate) fn annotation(problem: &Problem) -> String {
    let command = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = format!("file={}", property(&problem.path));
    if let Some(region) = problem.region {
        let numbers = [
            ("line", Some(region.line)),
            ("col", region.column),
            ("endLine", region.end_line),
            ("endColumn", region.end_column),
        ];
        for (name, number) in numbers {
            number.into_iter().for_each(|number| properties += &format!(",{name}={number}"));
        }
    }
    format!("::{command} {properties},title={}::{}", property(&problem.rule), data(&problem.message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::Region;
    use super::*;

    #[test]
    fn texts_are_escaped() {
        let region = Region { line: 3, column: Some(5), end_line: None, end_column: None };
        let problem = Problem {
            rule: "rejected".to_owned(),
            severity: Severity::Error,
            message: "a: 100%\nb".to_owned(),
            path: "x,y:z.py".to_owned(),
            region: Some(region),
        };
        let expected = "::error file=x%2Cy%3Az.py,line=3,col=5,title=rejected::a: 100%25%0Ab";
        assert_eq!(annotation(&problem), expected);
    }
}

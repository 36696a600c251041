//! Functions and classes, their parameters, type parameters and annotations.

use super::scope::{Kind, Scope};
use super::text::{Level, Text};
use super::writer::Writer;

const DOCSTRINGS: &[&str] = &[
    "'doc'",
    "'''  doc\n\n      more\n    \tend é\n    '''",
    "''",
    "r'\\d'",
    "'a' 'b'",
    "'%s' % 'x'",
    "b'no'",
    "f'no'",
    "'''\ttab\n\n'''",
];

impl Writer {
    pub(super) fn function(&mut self) {
        self.decorators();
        let is_async = self.chance.one_in(4);
        let name = self.bind();
        let kind = if is_async { Kind::AsyncFunction } else { Kind::Function };
        let mut scope = Scope::new(kind);
        let type_params = self.type_params();
        let parameters = if type_params.is_empty() {
            self.signature(&mut scope)
        } else {
            self.inside(Scope::new(Kind::Annotation), |writer| writer.signature(&mut scope))
        };
        let word = if is_async { "async def" } else { "def" };
        let head = format!("{word} {name}{type_params}{parameters}:");
        if self.chance.one_in(8) {
            let body = self.inside(scope, Self::simple_statements);
            return self.line(&format!("{head} {body}"));
        }
        self.line(&head);
        self.inside(scope, Self::body);
    }

    /// Parameters and the annotation of the result.
    fn signature(&mut self, scope: &mut Scope) -> String {
        let parameters = self.parameters(scope, 2, true);
        let returns = if self.chance.one_in(4) { format!(" -> {}", self.annotation()) } else { String::new() };
        format!("({parameters}){returns}")
    }

    pub(super) fn parameters(&mut self, scope: &mut Scope, depth: u32, annotated: bool) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut defaults = false;
        for _ in 0..self.chance.below(4) {
            let Some(name) = self.parameter_name(scope) else { continue };
            defaults |= self.chance.one_in(3);
            parts.push(self.parameter(name, depth, annotated, defaults));
        }
        if !parts.is_empty() && self.chance.one_in(5) {
            let at = 1 + self.chance.below(parts.len());
            parts.insert(at, "/".to_owned());
        }
        match self.chance.below(6) {
            0 => {
                if let Some(name) = self.parameter_name(scope) {
                    let starred = annotated && self.chance.one_in(3);
                    let annotation = if starred { ": *Ts".to_owned() } else { self.parameter_annotation(annotated) };
                    parts.push(format!("*{name}{annotation}"));
                }
                self.keyword_only(&mut parts, scope, depth, annotated);
            }
            1 => {
                let before = parts.len();
                self.keyword_only(&mut parts, scope, depth, annotated);
                if parts.len() > before {
                    parts.insert(before, "*".to_owned());
                }
            }
            2 => {
                if let Some(name) = self.parameter_name(scope) {
                    parts.push(format!("**{name}{}", self.parameter_annotation(annotated)));
                }
            }
            _ => {}
        }
        parts.join(", ")
    }

    fn keyword_only(&mut self, parts: &mut Vec<String>, scope: &mut Scope, depth: u32, annotated: bool) {
        for _ in 0..self.chance.below(3) {
            if let Some(name) = self.parameter_name(scope) {
                let with_default = self.chance.one_in(2);
                parts.push(self.parameter(name, depth, annotated, with_default));
            }
        }
    }

    fn parameter(&mut self, name: &str, depth: u32, annotated: bool, with_default: bool) -> String {
        let annotation = self.parameter_annotation(annotated);
        let default = if with_default { format!("={}", self.test(depth.min(1))) } else { String::new() };
        format!("{name}{annotation}{default}")
    }

    fn parameter_annotation(&mut self, annotated: bool) -> String {
        if annotated && self.chance.one_in(3) { format!(": {}", self.annotation()) } else { String::new() }
    }

    /// A name that is no parameter yet.
    fn parameter_name(&mut self, scope: &mut Scope) -> Option<&'static str> {
        let name = self.any_name();
        if scope.taken.contains(&name) {
            return None;
        }
        scope.taken.push(name);
        scope.bound.push(name);
        Some(name)
    }

    /// An annotation, in a scope of its own where it is evaluated in one.
    pub(super) fn annotation(&mut self) -> String {
        if self.future_annotations || self.target.has_deferred_annotations() {
            return self.inside(Scope::new(Kind::Annotation), |writer| writer.test(2));
        }
        self.test(2)
    }

    /// `[T: bound = default, *Ts, **P]`, or nothing.
    pub(super) fn type_params(&mut self) -> String {
        if !self.target.has_type_parameters() || !self.chance.one_in(3) {
            return String::new();
        }
        let (mut parts, mut used, mut defaults) = (Vec::new(), Vec::new(), false);
        for _ in 0..1 + self.chance.below(3) {
            let name = self.any_name();
            if used.contains(&name) {
                continue;
            }
            used.push(name);
            let stars = self.chance.pick(&["", "", "*", "**"]);
            let bound = if stars.is_empty() && self.chance.one_in(3) {
                format!(": {}", self.in_type_scope())
            } else {
                String::new()
            };
            // After a default all have one, and after `*Ts` none may: it is the last with one.
            defaults |= self.target.has_type_parameter_defaults() && self.chance.one_in(3);
            let default = if defaults { format!(" = {}", self.in_type_scope()) } else { String::new() };
            parts.push(format!("{stars}{name}{bound}{default}"));
            if defaults && stars == "*" {
                break;
            }
        }
        format!("[{}]", parts.join(", "))
    }

    /// An expression of a scope inside the one of the type parameters.
    fn in_type_scope(&mut self) -> String {
        self.inside(Scope::new(Kind::Annotation), |writer| writer.test(2))
    }

    pub(super) fn class(&mut self) {
        self.decorators();
        let name = self.bind();
        let type_params = self.type_params();
        let bases =
            if type_params.is_empty() { self.bases() } else { self.inside(Scope::new(Kind::Annotation), Self::bases) };
        let head = format!("class {name}{type_params}{bases}:");
        if self.chance.one_in(10) {
            let body = self.inside(Scope::new(Kind::Class), Self::simple_statements);
            return self.line(&format!("{head} {body}"));
        }
        self.line(&head);
        self.inside(Scope::new(Kind::Class), Self::body);
    }

    fn bases(&mut self) -> String {
        if self.chance.one_in(2) { String::new() } else { format!("({})", self.arguments(1)) }
    }

    fn decorators(&mut self) {
        for _ in 0..self.chance.below(6) / 4 {
            let e = self.expr(2);
            let e = self.at(e, Level::Test);
            self.line(&format!("@{e}"));
        }
    }

    /// The statements of a function or class, with its declarations and docstring.
    fn body(&mut self) {
        self.indent += 1;
        let before = self.lines.len();
        if self.chance.one_in(4) {
            let doc = self.chance.pick(DOCSTRINGS);
            self.line(doc);
        }
        self.declarations();
        self.nested_definition();
        self.statements();
        if self.lines.len() == before {
            self.line("pass");
        }
        self.indent -= 1;
    }

    /// Goes one scope deeper at once, as long as scopes are to be crossed.
    pub(super) fn nested_definition(&mut self) {
        if self.nesting == 0 {
            return;
        }
        self.nesting -= 1;
        if self.chance.one_in(2) {
            self.class();
        } else {
            self.function();
        }
    }

    /// `global` and `nonlocal`.
    fn declarations(&mut self) {
        let of_functions = self.scopes.of_functions();
        if !of_functions.is_empty() && self.chance.one_in(3) {
            self.declare("nonlocal", &of_functions);
        }
        if self.chance.one_in(6) {
            self.declare("global", super::writer::NAMES);
        }
    }

    fn declare(&mut self, word: &str, names: &[&'static str]) {
        let name = self.chance.pick(names);
        if self.scopes.current().taken.contains(&name) && !self.wild {
            return;
        }
        self.scopes.current().taken.push(name);
        self.line(&format!("{word} {name}"));
    }

    pub(super) fn type_alias(&mut self) -> Text {
        let name = self.bind();
        let type_params = self.type_params();
        let write = |writer: &mut Self| writer.in_type_scope();
        let value = if type_params.is_empty() { write(self) } else { self.inside(Scope::new(Kind::Annotation), write) };
        Text::new(format!("type {name}{type_params} = {value}"), Level::Named)
    }
}

//! Tuples and lambdas.
//!
//! Follows `Python/ast_unparse.c` `append_ast_tuple`, `append_ast_lambda`, `append_ast_args`.

use pycmill_ast::{Arg, Arguments, Expr};

use super::{Level, Unparser};

impl Unparser<'_, '_> {
    pub(super) fn tuple(&mut self, elts: &[Expr<'_>], level: Level) {
        if elts.is_empty() {
            return self.text("()");
        }
        self.parenthesized(level, Level::Tuple, |unparser| {
            unparser.exprs(elts);
            if elts.len() == 1 {
                unparser.text(",");
            }
        });
    }

    pub(super) fn lambda(&mut self, args: &Arguments<'_>, body: &Expr<'_>, level: Level) {
        self.parenthesized(level, Level::Test, |unparser| {
            // Only positional parameters bring a space.
            let positional = !args.posonlyargs.is_empty() || !args.args.is_empty();
            unparser.text(if positional { "lambda " } else { "lambda" });
            unparser.args(args);
            unparser.text(": ");
            unparser.expr(body, Level::Test);
        });
    }

    fn args(&mut self, args: &Arguments<'_>) {
        let mut first = true;
        self.positional(args, &mut first);
        if args.vararg.is_some() || !args.kwonlyargs.is_empty() {
            self.comma(&mut first);
            self.text("*");
            if let Some(vararg) = args.vararg {
                self.arg(vararg);
            }
        }
        for (arg, default) in args.kwonlyargs.iter().zip(args.kw_defaults) {
            self.comma(&mut first);
            self.arg(arg);
            self.default(default.as_ref());
        }
        if let Some(kwarg) = args.kwarg {
            self.comma(&mut first);
            self.text("**");
            self.arg(kwarg);
        }
    }

    fn positional(&mut self, args: &Arguments<'_>, first: &mut bool) {
        let count = args.posonlyargs.len() + args.args.len();
        let without_default = count.saturating_sub(args.defaults.len());
        for (at, arg) in args.posonlyargs.iter().chain(args.args).enumerate() {
            self.comma(first);
            self.arg(arg);
            self.default(at.checked_sub(without_default).and_then(|at| args.defaults.get(at)));
            if at + 1 == args.posonlyargs.len() {
                self.text(", /");
            }
        }
    }

    fn comma(&mut self, first: &mut bool) {
        if !std::mem::take(first) {
            self.text(", ");
        }
    }

    fn arg(&mut self, arg: &Arg<'_>) {
        self.name(arg.arg);
        if let Some(annotation) = arg.annotation {
            self.text(": ");
            self.expr(annotation, Level::Test);
        }
    }

    fn default(&mut self, default: Option<&Expr<'_>>) {
        if let Some(default) = default {
            self.text("=");
            self.expr(default, Level::Test);
        }
    }
}

//! Statements.

use pycmill_ast::{Alias, ClassDef, ExceptHandler, Expr, FunctionDef, MatchCase, Name, Stmt, StmtKind, Try, WithItem};
use pycmill_source::Span;
use ruff_python_ast as ruff;
use ruff_text_size::{Ranged, TextRange};

use super::operators::operator;
use super::position::{next_token, span, with_semicolon};
use super::{Converter, RED_ZONE, STACK_STEP};

impl<'a> Converter<'a, '_, '_> {
    /// A block.
    pub(super) fn stmts(&mut self, body: &[ruff::Stmt]) -> &'a [Stmt<'a>] {
        self.list(body, Self::stmt)
    }

    #[inline(never)]
    fn stmt(&mut self, stmt: &ruff::Stmt) -> Stmt<'a> {
        self.depth.enter(1);
        let range = stmt.range();
        let (place, kind) = match stmt {
            ruff::Stmt::FunctionDef(x) => (self.definition(range, &x.decorator_list), self.function(x)),
            ruff::Stmt::ClassDef(x) => (self.definition(range, &x.decorator_list), self.class(x)),
            ruff::Stmt::For(_)
            | ruff::Stmt::While(_)
            | ruff::Stmt::If(_)
            | ruff::Stmt::With(_)
            | ruff::Stmt::Match(_)
            | ruff::Stmt::Try(_) => {
                let place = with_semicolon(self.text(), range);
                let kind = if self.is_shallow() {
                    self.compound(stmt, place)
                } else {
                    stacker::maybe_grow(RED_ZONE, STACK_STEP, || self.compound(stmt, place))
                };
                (place, kind)
            }
            _ => (span(range), self.simple(stmt)),
        };
        self.depth.leave(1);
        Stmt { span: place, kind }
    }

    fn simple(&mut self, stmt: &ruff::Stmt) -> StmtKind<'a> {
        match stmt {
            ruff::Stmt::Expr(x) => StmtKind::Expr { value: self.boxed(&x.value) },
            ruff::Stmt::Assign(x) => StmtKind::Assign { targets: self.exprs(&x.targets), value: self.boxed(&x.value) },
            ruff::Stmt::AugAssign(x) => {
                StmtKind::AugAssign { target: self.boxed(&x.target), op: operator(x.op), value: self.boxed(&x.value) }
            }
            ruff::Stmt::AnnAssign(x) => StmtKind::AnnAssign {
                id: self.node_id(),
                target: self.boxed(&x.target),
                annotation: self.boxed(&x.annotation),
                value: self.optional(x.value.as_deref()),
                simple: x.simple,
            },
            ruff::Stmt::TypeAlias(x) => StmtKind::TypeAlias {
                id: self.node_id(),
                name: self.boxed(&x.name),
                type_params: self.type_params(x.type_params.as_deref(), false),
                value: self.boxed(&x.value),
            },
            ruff::Stmt::Return(x) => StmtKind::Return { value: self.optional(x.value.as_deref()) },
            ruff::Stmt::Delete(x) => StmtKind::Delete { targets: self.exprs(&x.targets) },
            ruff::Stmt::Raise(x) => {
                let exc = x.exc.as_deref().filter(|exc| !is_missing(exc));
                StmtKind::Raise { exc: self.optional(exc), cause: self.optional(x.cause.as_deref()) }
            }
            ruff::Stmt::Assert(x) => {
                StmtKind::Assert { test: self.boxed(&x.test), msg: self.optional(x.msg.as_deref()) }
            }
            ruff::Stmt::Import(x) => StmtKind::Import { names: self.aliases(&x.names), is_lazy: x.is_lazy },
            ruff::Stmt::ImportFrom(x) => StmtKind::ImportFrom {
                module: self.optional_identifier(x.module.as_ref()),
                names: self.aliases(&x.names),
                level: x.level,
                is_lazy: x.is_lazy,
            },
            ruff::Stmt::Global(x) => StmtKind::Global { names: self.identifiers(&x.names) },
            ruff::Stmt::Nonlocal(x) => StmtKind::Nonlocal { names: self.identifiers(&x.names) },
            ruff::Stmt::Break(_) => StmtKind::Break,
            ruff::Stmt::Continue(_) => StmtKind::Continue,
            // Compound statements are handled by `stmt`; escape commands are errors outside notebooks.
            _ => StmtKind::Pass,
        }
    }

    fn compound(&mut self, stmt: &ruff::Stmt, place: Span) -> StmtKind<'a> {
        match stmt {
            ruff::Stmt::For(x) => StmtKind::For {
                target: self.boxed(&x.target),
                iter: self.boxed(&x.iter),
                body: self.stmts(&x.body),
                orelse: self.stmts(&x.orelse),
                is_async: x.is_async,
            },
            ruff::Stmt::While(x) => {
                StmtKind::While { test: self.boxed(&x.test), body: self.stmts(&x.body), orelse: self.stmts(&x.orelse) }
            }
            ruff::Stmt::If(x) => StmtKind::If {
                test: self.boxed(&x.test),
                body: self.stmts(&x.body),
                orelse: self.elifs(&x.elif_else_clauses, place),
            },
            ruff::Stmt::With(x) => StmtKind::With {
                items: self.list(&x.items, |this, item| WithItem {
                    context_expr: this.expr(&item.context_expr),
                    optional_vars: this.optional(item.optional_vars.as_deref()),
                }),
                body: self.stmts(&x.body),
                is_async: x.is_async,
            },
            ruff::Stmt::Match(x) => StmtKind::Match {
                subject: self.boxed(&x.subject),
                cases: self.list(&x.cases, |this, case| MatchCase {
                    pattern: this.pattern(&case.pattern),
                    guard: this.optional(case.guard.as_deref()),
                    body: this.stmts(&case.body),
                }),
            },
            ruff::Stmt::Try(x) => self.try_stmt(x),
            _ => StmtKind::Pass,
        }
    }

    fn try_stmt(&mut self, x: &ruff::StmtTry) -> StmtKind<'a> {
        let body = self.stmts(&x.body);
        let handlers = self.list(&x.handlers, |this, ruff::ExceptHandler::ExceptHandler(handler)| ExceptHandler {
            span: with_semicolon(this.text(), handler.range),
            type_: this.optional(handler.type_.as_deref()),
            name: this.optional_identifier(handler.name.as_ref()),
            body: this.stmts(&handler.body),
        });
        let orelse = self.stmts(&x.orelse);
        let finalbody = self.stmts(&x.finalbody);
        StmtKind::Try(self.arena.alloc(Try { body, handlers, orelse, finalbody, is_star: x.is_star }))
    }

    /// Each `elif` is an `If` in the `orelse` of the one before, and ends where the whole statement ends.
    fn elifs(&mut self, clauses: &[ruff::ElifElseClause], whole: Span) -> &'a [Stmt<'a>] {
        let mut orelse: &'a [Stmt<'a>] = &[];
        let ifs = clauses.iter().filter(|clause| clause.test.is_some()).count() as u32;
        self.depth.enter(ifs);
        for clause in clauses.iter().rev() {
            let body = self.stmts(&clause.body);
            orelse = match &clause.test {
                None => body,
                Some(test) => {
                    let test = self.expr(test);
                    let test = &*self.arena.alloc(test);
                    let place = Span::new(clause.range.start().to_u32(), whole.end);
                    self.depth.leave(1);
                    self.arena.alloc([Stmt { span: place, kind: StmtKind::If { test, body, orelse } }])
                }
            };
        }
        orelse
    }

    /// A decorated definition begins at its keyword.
    fn definition(&self, range: TextRange, decorators: &[ruff::Decorator]) -> Span {
        let place = with_semicolon(self.text(), range);
        match decorators.last() {
            None => place,
            Some(last) => Span::new(next_token(self.text(), last.range.end().to_u32()), place.end),
        }
    }

    fn function(&mut self, x: &ruff::StmtFunctionDef) -> StmtKind<'a> {
        let function = self.guarded(|this| FunctionDef {
            id: this.node_id(),
            decorator_list: this.decorators(&x.decorator_list),
            name: this.identifier(&x.name),
            type_params: this.type_params(x.type_params.as_deref(), true),
            args: this.parameters(Some(&x.parameters)),
            returns: this.optional(x.returns.as_deref()),
            body: this.stmts(&x.body),
            is_async: x.is_async,
        });
        StmtKind::FunctionDef(self.arena.alloc(function))
    }

    fn class(&mut self, x: &ruff::StmtClassDef) -> StmtKind<'a> {
        let class = self.guarded(|this| {
            let id = this.node_id();
            let decorator_list = this.decorators(&x.decorator_list);
            let name = this.identifier(&x.name);
            let type_params = this.type_params(x.type_params.as_deref(), false);
            let (bases, keywords) = match &x.arguments {
                Some(arguments) => this.arguments(arguments),
                None => (&[][..], &[][..]),
            };
            ClassDef { id, name, bases, keywords, body: this.stmts(&x.body), decorator_list, type_params }
        });
        StmtKind::ClassDef(self.arena.alloc(class))
    }

    fn decorators(&mut self, decorators: &[ruff::Decorator]) -> &'a [Expr<'a>] {
        self.list(decorators, |this, decorator| this.expr(&decorator.expression))
    }

    fn aliases(&mut self, aliases: &[ruff::Alias]) -> &'a [Alias] {
        self.list(aliases, |this, alias| Alias {
            span: span(alias.range),
            name: this.identifier(&alias.name),
            asname: this.optional_identifier(alias.asname.as_ref()),
        })
    }

    fn identifiers(&mut self, names: &[ruff::Identifier]) -> &'a [Name] {
        self.list(names, Self::identifier)
    }
}

/// The exception of `raise ;`.
fn is_missing(exc: &ruff::Expr) -> bool {
    matches!(exc, ruff::Expr::Name(name) if name.id.is_empty())
}

//! Statements.

use pycmill_ast::{
    Alias, ClassDef, ExceptHandler, Expr, ExprKind, FunctionDef, MatchCase, Stmt, StmtKind, Try, WithItem,
};
use rustpython_parser::ast::{self, Ranged};

use super::Adapter;
use super::operators::operator;

// The twins with `async` or `*` are types of their own that have the same fields.

macro_rules! function {
    ($this:ident, $x:ident, $is_async:literal) => {{
        let function = FunctionDef {
            id: $this.node_id(),
            decorator_list: $this.exprs(&$x.decorator_list),
            name: $this.name(&$x.name),
            type_params: $this.type_params(&$x.type_params),
            args: $this.parameters(&$x.args),
            returns: $this.optional($x.returns.as_deref()),
            body: $this.stmts(&$x.body),
            is_async: $is_async,
        };
        StmtKind::FunctionDef($this.arena.alloc(function))
    }};
}

macro_rules! for_ {
    ($this:ident, $x:ident, $is_async:literal) => {
        StmtKind::For {
            target: $this.boxed(&$x.target),
            iter: $this.boxed(&$x.iter),
            body: $this.stmts(&$x.body),
            orelse: $this.stmts(&$x.orelse),
            is_async: $is_async,
        }
    };
}

macro_rules! with {
    ($this:ident, $x:ident, $is_async:literal) => {
        StmtKind::With {
            items: $this.list(&$x.items, Self::with_item),
            body: $this.stmts(&$x.body),
            is_async: $is_async,
        }
    };
}

macro_rules! try_ {
    ($this:ident, $x:ident, $is_star:literal) => {{
        let body = $this.stmts(&$x.body);
        let handlers = $this.list(&$x.handlers, Self::handler);
        let (orelse, finalbody) = ($this.stmts(&$x.orelse), $this.stmts(&$x.finalbody));
        StmtKind::Try($this.arena.alloc(Try { body, handlers, orelse, finalbody, is_star: $is_star }))
    }};
}

impl<'a> Adapter<'_, 'a, '_> {
    /// A block.
    pub(crate) fn stmts(&mut self, body: &[ast::Stmt]) -> &'a [Stmt<'a>] {
        self.list(body, Self::stmt)
    }

    fn stmt(&mut self, stmt: &ast::Stmt) -> Stmt<'a> {
        let span = self.span(stmt);
        match self.simple(stmt) {
            Some(kind) => Stmt { span, kind },
            None => Stmt { span: self.with_semicolon(span), kind: self.deep(|this| this.compound(stmt)) },
        }
    }

    /// A statement that is no block; nothing if it is.
    fn simple(&mut self, stmt: &ast::Stmt) -> Option<StmtKind<'a>> {
        Some(match stmt {
            ast::Stmt::Expr(x) => StmtKind::Expr { value: self.boxed(&x.value) },
            ast::Stmt::Assign(x) => StmtKind::Assign { targets: self.exprs(&x.targets), value: self.boxed(&x.value) },
            ast::Stmt::AugAssign(x) => {
                StmtKind::AugAssign { target: self.boxed(&x.target), op: operator(x.op), value: self.boxed(&x.value) }
            }
            ast::Stmt::AnnAssign(x) => StmtKind::AnnAssign {
                id: self.node_id(),
                target: self.boxed(&x.target),
                annotation: self.boxed(&x.annotation),
                value: self.optional(x.value.as_deref()),
                // In parentheses it is not.
                simple: x.simple && x.range.start() == x.target.range().start(),
            },
            ast::Stmt::TypeAlias(x) => StmtKind::TypeAlias {
                id: self.node_id(),
                name: self.boxed(&x.name),
                type_params: self.type_params(&x.type_params),
                value: self.boxed(&x.value),
            },
            ast::Stmt::Return(x) => StmtKind::Return { value: self.optional(x.value.as_deref()) },
            ast::Stmt::Delete(x) => StmtKind::Delete { targets: self.exprs(&x.targets) },
            ast::Stmt::Raise(x) => {
                StmtKind::Raise { exc: self.optional(x.exc.as_deref()), cause: self.optional(x.cause.as_deref()) }
            }
            ast::Stmt::Assert(x) => {
                StmtKind::Assert { test: self.boxed(&x.test), msg: self.optional(x.msg.as_deref()) }
            }
            ast::Stmt::Import(x) => StmtKind::Import { names: self.aliases(&x.names), is_lazy: false },
            ast::Stmt::ImportFrom(x) => StmtKind::ImportFrom {
                module: self.optional_name(x.module.as_ref()),
                names: self.aliases(&x.names),
                level: x.level.map_or(0, |level| level.to_u32()),
                is_lazy: false,
            },
            ast::Stmt::Global(x) => StmtKind::Global { names: self.list(&x.names, Self::name) },
            ast::Stmt::Nonlocal(x) => StmtKind::Nonlocal { names: self.list(&x.names, Self::name) },
            ast::Stmt::Pass(_) => StmtKind::Pass,
            ast::Stmt::Break(_) => StmtKind::Break,
            ast::Stmt::Continue(_) => StmtKind::Continue,
            _ => return None,
        })
    }

    fn compound(&mut self, stmt: &ast::Stmt) -> StmtKind<'a> {
        match stmt {
            ast::Stmt::FunctionDef(x) => function!(self, x, false),
            ast::Stmt::AsyncFunctionDef(x) => function!(self, x, true),
            ast::Stmt::ClassDef(x) => self.class(x),
            ast::Stmt::For(x) => for_!(self, x, false),
            ast::Stmt::AsyncFor(x) => for_!(self, x, true),
            ast::Stmt::With(x) => with!(self, x, false),
            ast::Stmt::AsyncWith(x) => with!(self, x, true),
            ast::Stmt::Try(x) => try_!(self, x, false),
            ast::Stmt::TryStar(x) => try_!(self, x, true),
            ast::Stmt::While(x) => {
                StmtKind::While { test: self.boxed(&x.test), body: self.stmts(&x.body), orelse: self.stmts(&x.orelse) }
            }
            ast::Stmt::If(x) => {
                StmtKind::If { test: self.boxed(&x.test), body: self.stmts(&x.body), orelse: self.stmts(&x.orelse) }
            }
            ast::Stmt::Match(x) => StmtKind::Match { subject: self.subject(x), cases: self.list(&x.cases, Self::case) },
            _ => unreachable!("all other statements are converted before"),
        }
    }

    fn class(&mut self, x: &ast::StmtClassDef) -> StmtKind<'a> {
        let id = self.node_id();
        let decorator_list = self.exprs(&x.decorator_list);
        let name = self.name(&x.name);
        let type_params = self.type_params(&x.type_params);
        let (bases, keywords) = self.arguments(&x.bases, &x.keywords);
        let body = self.stmts(&x.body);
        StmtKind::ClassDef(self.arena.alloc(ClassDef { id, name, bases, keywords, body, decorator_list, type_params }))
    }

    fn subject(&mut self, x: &ast::StmtMatch) -> &'a Expr<'a> {
        let mut subject = self.expr(&x.subject);
        let statement = self.span(x);
        if let (ExprKind::Tuple { elts: [.., last], .. }, true) = (subject.kind, subject.span.start == statement.start)
        {
            subject.span = self.of_bare_tuple(statement, "match", last.span);
        }
        self.arena.alloc(subject)
    }

    fn case(&mut self, case: &ast::MatchCase) -> MatchCase<'a> {
        MatchCase {
            pattern: self.pattern(&case.pattern),
            guard: self.optional(case.guard.as_deref()),
            body: self.stmts(&case.body),
        }
    }

    fn with_item(&mut self, item: &ast::WithItem) -> WithItem<'a> {
        WithItem {
            context_expr: self.expr(&item.context_expr),
            optional_vars: self.optional(item.optional_vars.as_deref()),
        }
    }

    fn handler(&mut self, handler: &ast::ExceptHandler) -> ExceptHandler<'a> {
        let ast::ExceptHandler::ExceptHandler(x) = handler;
        ExceptHandler {
            span: self.with_semicolon(self.span(x)),
            type_: self.optional(x.type_.as_deref()),
            name: self.optional_name(x.name.as_ref()),
            body: self.stmts(&x.body),
        }
    }

    fn aliases(&mut self, aliases: &[ast::Alias]) -> &'a [Alias] {
        self.list(aliases, |this, alias| Alias {
            span: this.span(alias),
            name: this.name(&alias.name),
            asname: this.optional_name(alias.asname.as_ref()),
        })
    }
}

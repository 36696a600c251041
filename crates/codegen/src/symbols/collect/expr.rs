//! Expressions.
//!
//! Follows `Python/symtable.c` `symtable_visit_expr`, `symtable_handle_comprehension`.

use pycmill_ast::{Arguments, Comprehension, Expr, ExprContext, ExprKind, Keyword, Name, NodeId};
use pycmill_source::Span;

use super::super::table::{ComprehensionKind, ScopeKind, ScopeRole, flags};
use super::{Collector, Result};

/// The parts of a comprehension; `elt` is the key of a dict comprehension.
struct Comp<'n, 'a> {
    id: NodeId,
    kind: ComprehensionKind,
    elt: &'n Expr<'a>,
    value: Option<&'n Expr<'a>>,
    generators: &'n [Comprehension<'a>],
    span: Span,
}

impl Collector<'_, '_> {
    pub(super) fn exprs(&mut self, exprs: &[Expr<'_>]) -> Result {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }

    pub(super) fn opt_expr(&mut self, expr: Option<&Expr<'_>>) -> Result {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    pub(super) fn keywords(&mut self, keywords: &[Keyword<'_>]) -> Result {
        keywords.iter().try_for_each(|keyword| self.expr(&keyword.value))
    }

    pub(super) fn expr(&mut self, expr: &Expr<'_>) -> Result {
        match expr.kind {
            // The most frequent leaves need no look at the stack.
            ExprKind::Constant { .. } => Ok(()),
            ExprKind::Name { id, ctx: ExprContext::Load } if self.use_again(id) => Ok(()),
            ExprKind::Name { id, ctx } => self.name(id, ctx, expr.span),
            _ => self.nested(|collector| collector.expr_kind(expr)),
        }
    }

    fn expr_kind(&mut self, expr: &Expr<'_>) -> Result {
        let comp = |id, kind, elt, value, generators| Comp { id, kind, elt, value, generators, span: expr.span };
        match expr.kind {
            ExprKind::NamedExpr { target, value } => {
                self.not_in_annotation("named expression", expr.span)?;
                self.named_expr(target, value, expr.span)
            }
            ExprKind::Lambda { id, args, body } => self.lambda(id, args, body, expr.span),
            ExprKind::ListComp { id, elt, generators } => {
                self.comprehension(&comp(id, ComprehensionKind::List, elt, None, generators))
            }
            ExprKind::SetComp { id, elt, generators } => {
                self.comprehension(&comp(id, ComprehensionKind::Set, elt, None, generators))
            }
            ExprKind::DictComp { id, key, value, generators } => {
                self.comprehension(&comp(id, ComprehensionKind::Dict, key, value, generators))
            }
            ExprKind::GeneratorExp { id, elt, generators } => {
                self.comprehension(&comp(id, ComprehensionKind::Generator, elt, None, generators))
            }
            ExprKind::Yield { value } => self.yield_expr(value, expr.span),
            ExprKind::YieldFrom { value } => self.yield_expr(Some(value), expr.span),
            ExprKind::Await { value } => {
                self.not_in_annotation("await expression", expr.span)?;
                self.await_allowed(expr.span)?;
                self.expr(value)?;
                self.scope().coroutine = true;
                Ok(())
            }
            ExprKind::Name { id, ctx } => self.name(id, ctx, expr.span),
            _ => self.parts(expr),
        }
    }

    /// The expressions that open no scope and enter no name.
    fn parts(&mut self, expr: &Expr<'_>) -> Result {
        match expr.kind {
            ExprKind::BoolOp { op: _, values } => self.exprs(values),
            ExprKind::BinOp { left, op: _, right } => {
                self.expr(left)?;
                self.expr(right)
            }
            ExprKind::UnaryOp { op: _, operand: value } | ExprKind::Starred { value, ctx: _ } => self.expr(value),
            ExprKind::Attribute { value, attr, ctx } => {
                self.check_name(attr, ctx, expr.span)?;
                self.expr(value)
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)
            }
            ExprKind::Dict { items } => {
                items.iter().filter_map(|item| item.key.as_ref()).try_for_each(|key| self.expr(key))?;
                items.iter().try_for_each(|item| self.expr(&item.value))
            }
            ExprKind::Set { elts } | ExprKind::List { elts, ctx: _ } | ExprKind::Tuple { elts, ctx: _ } => {
                self.exprs(elts)
            }
            ExprKind::Compare { left, rest } => {
                self.expr(left)?;
                rest.iter().try_for_each(|(_, operand)| self.expr(operand))
            }
            ExprKind::Call { func, args, keywords } => {
                self.expr(func)?;
                self.exprs(args)?;
                self.check_keywords(keywords)?;
                self.keywords(keywords)
            }
            ExprKind::FormattedValue { value, conversion: _, format_spec }
            | ExprKind::Interpolation { value, text: _, conversion: _, format_spec } => {
                self.expr(value)?;
                self.opt_expr(format_spec)
            }
            ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => self.exprs(values),
            ExprKind::Subscript { value, slice, ctx: _ } => {
                self.expr(value)?;
                self.expr(slice)
            }
            ExprKind::Slice { lower, upper, step } => {
                self.opt_expr(lower)?;
                self.opt_expr(upper)?;
                self.opt_expr(step)
            }
            ExprKind::Constant { .. }
            | ExprKind::NamedExpr { .. }
            | ExprKind::Lambda { .. }
            | ExprKind::ListComp { .. }
            | ExprKind::SetComp { .. }
            | ExprKind::DictComp { .. }
            | ExprKind::GeneratorExp { .. }
            | ExprKind::Await { .. }
            | ExprKind::Yield { .. }
            | ExprKind::YieldFrom { .. }
            | ExprKind::Name { .. } => Ok(()),
        }
    }

    fn name(&mut self, id: Name, ctx: ExprContext, span: Span) -> Result {
        let load = ctx == ExprContext::Load;
        if self.visit().unevaluated {
            return Ok(());
        }
        if !load {
            self.check_name(id, ctx, span)?;
        }
        self.define(id, if load { flags::USE } else { flags::DEF_LOCAL }, span)?;
        // `super` finds its class in the cell `__class__`.
        if load && Some(id) == self.super_ && self.kind().is_function_like() {
            self.define_text("__class__", flags::USE, span)?;
        }
        Ok(())
    }

    fn lambda(&mut self, id: NodeId, args: &Arguments<'_>, body: &Expr<'_>, span: Span) -> Result {
        self.not_in_class_annotation_scope("lambda", span)?;
        self.defaults(args)?;
        let name = self.names.intern("lambda");
        self.enter(name, ScopeKind::Function, Some((id, ScopeRole::Body)), span)?;
        self.arguments(args)?;
        self.expr(body)?;
        self.exit();
        Ok(())
    }

    fn yield_expr(&mut self, value: Option<&Expr<'_>>, span: Span) -> Result {
        self.not_in_annotation("yield expression", span)?;
        self.opt_expr(value)?;
        self.scope().generator = true;
        self.not_in_comprehension(span)
    }

    /// The outermost iterable is evaluated around the comprehension (`symtable_handle_comprehension`).
    fn comprehension(&mut self, comp: &Comp<'_, '_>) -> Result {
        let Some((outermost, inner)) = comp.generators.split_first() else { return Ok(()) };
        self.not_in_class_annotation_scope("comprehension", comp.span)?;
        self.iterable(&outermost.iter)?;
        let name = self.names.intern(match comp.kind {
            ComprehensionKind::List => "listcomp",
            ComprehensionKind::Set => "setcomp",
            ComprehensionKind::Dict => "dictcomp",
            ComprehensionKind::Generator => "genexpr",
        });
        self.enter(name, ScopeKind::Function, Some((comp.id, ScopeRole::Body)), comp.span)?;
        self.scope().comprehension = Some(comp.kind);
        self.scope().coroutine = outermost.is_async;
        self.define_text(".0", flags::DEF_PARAM, comp.span)?;
        self.comp_target(&outermost.target)?;
        self.exprs(outermost.ifs)?;
        inner.iter().try_for_each(|generator| self.generator(generator))?;
        self.opt_expr(comp.value)?;
        self.expr(comp.elt)?;
        let is_generator = comp.kind == ComprehensionKind::Generator;
        self.scope().generator = is_generator;
        let is_async = self.scope().coroutine && !is_generator;
        self.exit();
        if is_async {
            self.async_comprehension_allowed(comp.span)?;
        }
        self.scope().coroutine |= is_async && self.target.comprehensions_wait_inside_others();
        Ok(())
    }

    /// `for … in … if …` behind the first (`symtable_visit_comprehension`).
    fn generator(&mut self, generator: &Comprehension<'_>) -> Result {
        self.comp_target(&generator.target)?;
        self.iterable(&generator.iter)?;
        self.exprs(generator.ifs)?;
        self.scope().coroutine |= generator.is_async;
        Ok(())
    }

    fn comp_target(&mut self, target: &Expr<'_>) -> Result {
        self.visit().comp_iter_target = true;
        self.expr(target)?;
        self.visit().comp_iter_target = false;
        Ok(())
    }

    fn iterable(&mut self, iter: &Expr<'_>) -> Result {
        self.visit().comp_iter_expr += 1;
        self.expr(iter)?;
        self.visit().comp_iter_expr -= 1;
        Ok(())
    }
}

//! Annotations of parameters, results and variables; those kept eagerly (up to 3.13).
//!
//! Follows `Python/compile.c` `compiler_visit_annotations`, `compiler_annassign`.

use pycmill_ast::{Arg, Arguments, Expr, ExprContext, ExprKind, Name};
use pycmill_object::Value;
use pycmill_source::Span;
use pycmill_target::{Annotations, Opcode};

use super::unit::UnitKind;
use super::{Emitter, Result};
use crate::unparse;
use pycmill_flow::ir::Location;

/// The parts of an annotated variable.
#[derive(Clone, Copy)]
pub(crate) struct AnnAssign<'a> {
    pub(crate) target: &'a Expr<'a>,
    pub(crate) annotation: &'a Expr<'a>,
    pub(crate) value: Option<&'a Expr<'a>>,
    pub(crate) simple: bool,
}

impl<'a> Emitter<'a, '_> {
    /// Pushes the annotations of a signature as a flat tuple or as a dictionary, if there are any.
    pub(crate) fn visit_annotations(
        &mut self,
        loc: Location,
        args: &Arguments<'a>,
        returns: Option<&'a Expr<'a>>,
    ) -> Result<bool> {
        if self.target.annotations() == Annotations::Dictionary {
            return self.annotation_dict(loc, args, returns);
        }
        let mut count = 0;
        let ordered =
            args.args.iter().chain(args.posonlyargs).chain(args.vararg).chain(args.kwonlyargs).chain(args.kwarg);
        for Arg { arg, annotation, .. } in ordered {
            if let Some(annotation) = annotation {
                self.visit_argannotation(loc, *arg, annotation)?;
                count += 2;
            }
        }
        if let Some(returns) = returns {
            let name = self.names.intern("return");
            self.visit_argannotation(loc, name, returns)?;
            count += 2;
        }
        if count > 0 {
            self.addop_i(loc, Opcode::BUILD_TUPLE, count);
        }
        Ok(count > 0)
    }

    /// Values first, then the tuple of their names.
    fn annotation_dict(&mut self, loc: Location, args: &Arguments<'a>, returns: Option<&'a Expr<'a>>) -> Result<bool> {
        let mut names = Vec::new();
        let ordered =
            args.args.iter().chain(args.posonlyargs).chain(args.vararg).chain(args.kwonlyargs).chain(args.kwarg);
        let parameters = ordered.filter_map(|Arg { arg, annotation, .. }| Some((*arg, (*annotation)?)));
        let result = self.names.intern("return");
        for (name, annotation) in parameters.chain(returns.map(|returns| (result, returns))) {
            if self.features.annotations {
                self.visit_annexpr(annotation);
            } else {
                self.visit_expr(annotation)?;
            }
            let mangled = self.maybe_mangle(name);
            names.push(self.mangled_object(name, mangled));
        }
        if names.is_empty() {
            return Ok(false);
        }
        let keys = self.pool.add(Value::Tuple(&names));
        self.addop_load_object(loc, keys);
        self.addop_i(loc, Opcode::BUILD_CONST_KEY_MAP, names.len() as u32);
        Ok(true)
    }

    pub(crate) fn visit_argannotation(&mut self, loc: Location, name: Name, annotation: &Expr<'a>) -> Result {
        let mangled = self.maybe_mangle(name);
        self.addop_load_mangled_const(loc, name, mangled);
        if self.features.annotations {
            self.visit_annexpr(annotation);
            return Ok(());
        }
        let ExprKind::Starred { value, .. } = annotation.kind else { return self.visit_expr(annotation) };
        // `*args: *Ts` keeps the one element of `[*Ts]`.
        self.visit_expr(value)?;
        self.addop_i(loc, Opcode::UNPACK_SEQUENCE, 1);
        Ok(())
    }

    /// An annotation as text (`compiler_visit_annexpr`).
    fn visit_annexpr(&mut self, annotation: &Expr<'a>) {
        let own = self.loc(annotation.span);
        let loc = self.left_location(own);
        let text = unparse::unparse(self.target, self.names, annotation);
        if self.target.interns_braces_for_annotation_texts() {
            for brace in [b"{", b"}"] {
                let held = self.pool.intern(brace);
                self.pool.hold_outside(held);
            }
        }
        let text = self.pool.add(Value::Str(text.as_ref()));
        self.addop_load_object(loc, text);
    }

    /// `target: annotation = value`.
    pub(crate) fn annassign(&mut self, span: Span, stmt: AnnAssign<'a>) -> Result {
        let loc = self.loc(span);
        if let Some(value) = stmt.value {
            self.visit_expr(value)?;
            self.visit_expr(stmt.target)?;
        }
        match stmt.target.kind {
            ExprKind::Name { id, .. } => {
                self.forbidden_name(loc, id, ExprContext::Store)?;
                if stmt.simple && self.keeps_annotations() {
                    self.store_annotation(loc, id, stmt.annotation)?;
                }
            }
            ExprKind::Attribute { value, attr, .. } => {
                self.forbidden_name(loc, attr, ExprContext::Store)?;
                if stmt.value.is_none() {
                    self.evaluate(value)?;
                }
            }
            ExprKind::Subscript { value, slice, .. } if stmt.value.is_none() => {
                self.evaluate(value)?;
                self.check_ann_subscr(slice)?;
            }
            _ => {}
        }
        if !stmt.simple && self.evaluates_dropped_annotations() && self.keeps_annotations() {
            self.evaluate(stmt.annotation)?;
        }
        Ok(())
    }

    /// Whether annotations that no name keeps are evaluated all the same.
    fn evaluates_dropped_annotations(&self) -> bool {
        let is_text = self.features.annotations && !self.target.evaluates_dropped_annotations_as_text();
        !is_text && !self.defers_annotations()
    }

    /// Annotations of variables are evaluated in modules and classes only.
    fn keeps_annotations(&mut self) -> bool {
        matches!(self.unit().kind, UnitKind::Module | UnitKind::Class)
    }

    fn defers_annotations(&self) -> bool {
        self.target.annotations() == Annotations::Function
    }

    /// Into `__annotations__`, now or when it is asked for.
    fn store_annotation(&mut self, loc: Location, name: Name, annotation: &'a Expr<'a>) -> Result {
        if self.defers_annotations() && !self.features.annotations {
            self.defer_annotation(loc, name, annotation);
            return Ok(());
        }
        if self.features.annotations {
            self.visit_annexpr(annotation);
        } else {
            self.visit_expr(annotation)?;
        }
        let annotations = self.names.intern("__annotations__");
        self.addop_name(loc, Opcode::LOAD_NAME, annotations);
        let mangled = self.maybe_mangle(name);
        self.addop_load_mangled_const(loc, name, mangled);
        self.addop(loc, Opcode::STORE_SUBSCR);
        Ok(())
    }

    /// Evaluates and drops a value (`check_ann_expr`).
    fn evaluate(&mut self, e: &Expr<'a>) -> Result {
        self.visit_expr(e)?;
        let own = self.loc(e.span);
        let loc = self.left_location(own);
        self.addop(loc, Opcode::POP_TOP);
        Ok(())
    }

    /// Everything in the subscript of a target without value is evaluated.
    fn check_ann_subscr(&mut self, e: &Expr<'a>) -> Result {
        match e.kind {
            ExprKind::Slice { lower, upper, step } => {
                [lower, upper, step].into_iter().flatten().try_for_each(|bound| self.evaluate(bound))
            }
            ExprKind::Tuple { elts, .. } => stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
                elts.iter().try_for_each(|elt| self.check_ann_subscr(elt))
            }),
            _ => self.evaluate(e),
        }
    }
}

//! Annotations: evaluated where they stand, or deferred to a scope of their own (PEP 649).
//!
//! Follows `Python/symtable.c` `symtable_visit_annotations`, `symtable_visit_argannotations`,
//! `symtable_visit_annotation`. Invariant: the annotations of the statements of one scope share one
//! scope, those of each function have one, with or without annotations.

use pycmill_ast::{Arg, Expr, FunctionDef, NodeId};
use pycmill_source::Span;
use pycmill_target::Annotations;

use super::super::table::{ScopeKind, ScopeRole, flags};
use super::{Collector, Result};

impl Collector<'_, '_> {
    /// The annotations of a function.
    pub(super) fn annotations(&mut self, def: &FunctionDef<'_>, span: Span) -> Result {
        match self.target.annotations() {
            Annotations::Dictionary | Annotations::Tuple => {
                self.enter_text_annotation()?;
                self.arg_annotations(def)?;
                self.exit_text_annotation();
                def.returns.map_or(Ok(()), |returns| self.annotation_in_place(returns))
            }
            Annotations::Function => {
                let in_class = self.kind() == ScopeKind::Class || self.scope().can_see_class_scope;
                self.enter_annotate(Some((def.id, ScopeRole::Annotations)), span)?;
                if in_class {
                    self.see_class_scope(span)?;
                }
                self.arg_annotations(def)?;
                if let Some(returns) = def.returns {
                    self.scope().annotations_used = true;
                    self.expr(returns)?;
                }
                self.exit();
                Ok(())
            }
        }
    }

    /// The annotation of a statement.
    pub(super) fn annotation(&mut self, annotation: &Expr<'_>) -> Result {
        match self.target.annotations() {
            Annotations::Dictionary | Annotations::Tuple => self.annotation_in_place(annotation),
            Annotations::Function => self.deferred_annotation(annotation),
        }
    }

    fn arg_annotations(&mut self, def: &FunctionDef<'_>) -> Result {
        let args = def.args;
        args.posonlyargs.iter().chain(args.args).try_for_each(|arg| self.arg_annotation(arg))?;
        args.vararg.into_iter().chain(args.kwarg).try_for_each(|arg| self.arg_annotation(arg))?;
        args.kwonlyargs.iter().try_for_each(|arg| self.arg_annotation(arg))
    }

    fn arg_annotation(&mut self, arg: &Arg<'_>) -> Result {
        let Some(annotation) = arg.annotation else { return Ok(()) };
        self.scope().annotations_used = true;
        self.expr(annotation)
    }

    fn annotation_in_place(&mut self, annotation: &Expr<'_>) -> Result {
        self.enter_text_annotation()?;
        self.expr(annotation)?;
        self.exit_text_annotation();
        Ok(())
    }

    /// Annotations that are kept as text have a scope of their own, so that their names mean nothing around it.
    fn text_has_scope(&self) -> bool {
        self.features.annotations && self.target.text_annotations_have_scope()
    }

    fn enter_text_annotation(&mut self) -> Result {
        if !self.text_has_scope() {
            return Ok(());
        }
        let name = self.names.intern("_annotation");
        self.enter(name, ScopeKind::Annotation, None, Span::NONE)
    }

    fn exit_text_annotation(&mut self) {
        if self.text_has_scope() {
            self.exit();
        }
    }

    fn deferred_annotation(&mut self, annotation: &Expr<'_>) -> Result {
        let kind = self.kind();
        // A module may be annotated before it is executed to its end.
        let conditional = kind == ScopeKind::Module || (kind == ScopeKind::Class && self.visit().in_conditional);
        if conditional && !self.scope().has_conditional_annotations {
            self.scope().has_conditional_annotations = true;
            self.define_text("__conditional_annotations__", flags::USE, annotation.span)?;
        }
        match self.scope().annotation_block {
            Some(block) => self.reenter(block),
            None => self.begin_annotation_block(annotation.span)?,
        }
        // Annotations of local names are never evaluated.
        self.visit().unevaluated = kind == ScopeKind::Function;
        self.expr(annotation)?;
        self.visit().unevaluated = false;
        self.exit();
        Ok(())
    }

    /// Enters the scope of all annotations of the current scope's statements for the first time.
    fn begin_annotation_block(&mut self, span: Span) -> Result {
        let (outer, kind) = (self.cur(), self.kind());
        self.enter_annotate(None, span)?;
        let block = self.cur();
        self.table.scope_mut(outer).annotation_block = Some(block);
        if kind == ScopeKind::Class && !self.features.annotations {
            self.table.scope_mut(outer).needs_classdict = true;
            self.see_class_scope(span)?;
        }
        Ok(())
    }

    fn enter_annotate(&mut self, node: Option<(NodeId, ScopeRole)>, span: Span) -> Result {
        let name = self.names.intern("__annotate__");
        self.enter(name, ScopeKind::Annotation, node, span)
    }

    fn see_class_scope(&mut self, span: Span) -> Result {
        self.scope().can_see_class_scope = true;
        self.define_text("__classdict__", flags::USE, span)
    }
}

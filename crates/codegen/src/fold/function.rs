//! Parameters, annotations, type parameters.
//!
//! Follows `Python/ast_opt.c` `astfold_arguments`, `astfold_arg`, `astfold_type_param`,
//! `astfold_keyword`.

use pycmill_ast::{Arg, Arguments, Expr, Keyword, TypeParam};

use super::Folder;

impl<'a> Folder<'_, 'a> {
    pub(super) fn arguments(&mut self, args: &'a Arguments<'a>, changed: &mut bool) -> &'a Arguments<'a> {
        let mut own = false;
        let new = Arguments {
            posonlyargs: self.list(args.posonlyargs, &mut own, Self::arg),
            args: self.list(args.args, &mut own, Self::arg),
            vararg: self.opt_arg(args.vararg, &mut own),
            kwonlyargs: self.list(args.kwonlyargs, &mut own, Self::arg),
            kw_defaults: self.list(args.kw_defaults, &mut own, |folder, default| {
                default.as_ref().and_then(|default| folder.expr(default)).map(|default| Some(*default))
            }),
            kwarg: self.opt_arg(args.kwarg, &mut own),
            defaults: self.exprs(args.defaults, &mut own),
        };
        *changed |= own;
        if own { self.arena.alloc(new) } else { args }
    }

    fn arg(&mut self, arg: &'a Arg<'a>) -> Option<Arg<'a>> {
        let mut changed = false;
        let annotation = arg.annotation.map(|annotation| self.annotation(annotation, &mut changed));
        changed.then_some(Arg { annotation, ..*arg })
    }

    fn opt_arg(&mut self, arg: Option<&'a Arg<'a>>, changed: &mut bool) -> Option<&'a Arg<'a>> {
        let arg = arg?;
        let Some(new) = self.arg(arg) else { return Some(arg) };
        *changed = true;
        Some(self.arena.alloc(new))
    }

    /// Annotations that become strings stay as they were written, but in 3.8.
    pub(super) fn annotation(&mut self, annotation: &'a Expr<'a>, changed: &mut bool) -> &'a Expr<'a> {
        let stays = self.future_annotations && !self.target.folds_annotation_texts();
        if stays { annotation } else { self.child(annotation, changed) }
    }

    pub(super) fn type_params(&mut self, params: &'a [TypeParam<'a>], changed: &mut bool) -> &'a [TypeParam<'a>] {
        self.list(params, changed, |folder, param| {
            let mut changed = false;
            let bound = folder.opt_child(param.bound, &mut changed);
            let default_value = folder.opt_child(param.default_value, &mut changed);
            changed.then_some(TypeParam { bound, default_value, ..*param })
        })
    }

    pub(super) fn keywords(&mut self, keywords: &'a [Keyword<'a>], changed: &mut bool) -> &'a [Keyword<'a>] {
        self.list(keywords, changed, |folder, keyword| {
            folder.expr(&keyword.value).map(|value| Keyword { value: *value, ..*keyword })
        })
    }
}

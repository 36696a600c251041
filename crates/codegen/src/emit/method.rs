//! Attributes, method calls and `super()`.
//!
//! Follows `Python/compile.c` `maybe_optimize_method_call`, `can_optimize_super_call`,
//! `load_args_for_super`, `is_import_originated`, `update_start_location_to_match_attr`,
//! `compiler_maybe_add_static_attribute_to_class`.

use pycmill_ast::{Expr, ExprContext, ExprKind, Keyword, Name};
use pycmill_target::{MethodCall, Opcode};

use super::display::is_starred;
use super::unit::UnitKind;
use super::{Emitter, Result};
use crate::symbols::table::{NameScope, SymbolTable, flags};
use pycmill_flow::ir::Location;

/// The call in `super().attr`.
#[derive(Clone, Copy)]
struct SuperCall<'a> {
    loc: Location,
    func_loc: Location,
    name: Name,
    /// None or two.
    args: &'a [Expr<'a>],
}

impl<'a> Emitter<'a, '_> {
    /// `value.attr`.
    pub(crate) fn attribute(&mut self, loc: Location, value: &Expr<'a>, attr: Name, ctx: ExprContext) -> Result {
        if ctx == ExprContext::Load
            && let Some(call) = self.optimizable_super_call(value, attr)
        {
            let ops = (Opcode::LOAD_ZERO_SUPER_ATTR, Opcode::LOAD_SUPER_ATTR);
            return self.super_attribute(loc, call, attr, ops).map(drop);
        }
        self.maybe_add_static_attribute_to_class(value, attr, ctx);
        self.visit_expr(value)?;
        let deletes = ctx == ExprContext::Del && !self.target.deletes_attributes_at_their_name();
        let loc = if deletes { loc } else { self.start_at_attr(loc, loc, attr) };
        match ctx {
            ExprContext::Load => self.addop_name(loc, Opcode::LOAD_ATTR, attr),
            ExprContext::Store => {
                self.forbidden_name(loc, attr, ctx)?;
                self.addop_name(loc, Opcode::STORE_ATTR, attr);
            }
            ExprContext::Del => self.addop_name(loc, Opcode::DELETE_ATTR, attr),
        }
        Ok(())
    }

    /// A call of a method that needs no bound method object. False if the callee is none, or the call
    /// is too big or unpacks something: then nothing was written.
    pub(crate) fn maybe_optimize_method_call(
        &mut self,
        call_loc: Location,
        func: &Expr<'a>,
        args: &[Expr<'a>],
        keywords: &[Keyword<'a>],
    ) -> Result<bool> {
        let ExprKind::Attribute { value, attr, ctx: ExprContext::Load } = func.kind else { return Ok(false) };
        let loads_plainly = self.target.loads_attributes_of_imports_plainly();
        let takes_keywords = self.target.method_call() != MethodCall::CallMethod;
        if loads_plainly && self.is_import_originated(value) || !takes_keywords && !keywords.is_empty() {
            return Ok(false);
        }
        if args.len() + keywords.len() + usize::from(!keywords.is_empty()) >= self.target.stack_use_guideline() {
            return Ok(false);
        }
        if args.iter().any(is_starred) || keywords.iter().any(|keyword| keyword.arg.is_none()) {
            return Ok(false);
        }
        let method_loc = self.loc(func.span);
        let loc = self.load_method(method_loc, value, attr)?;
        self.visit_exprs(args)?;
        let name_loc = self.start_at_attr(call_loc, method_loc, attr);
        if keywords.is_empty() {
            self.addop_method_call(name_loc, args.len() as u32);
        } else {
            self.simple_call((loc, name_loc), args.len() as u32, keywords)?;
        }
        Ok(true)
    }

    /// Calls a method that was loaded without binding it.
    pub(crate) fn addop_method_call(&mut self, loc: Location, count: u32) {
        if self.target.method_call() == MethodCall::CallMethod {
            self.addop_i(loc, Opcode::CALL_METHOD, count);
        } else {
            self.addop_call(loc, count);
        }
    }

    /// Loads a method and what it is called on; gives the location to go on with.
    fn load_method(&mut self, loc: Location, value: &Expr<'a>, attr: Name) -> Result<Location> {
        if let Some(call) = self.optimizable_super_call(value, attr) {
            let ops = (Opcode::LOAD_ZERO_SUPER_METHOD, Opcode::LOAD_SUPER_METHOD);
            return self.super_attribute(loc, call, attr, ops);
        }
        self.visit_expr(value)?;
        let loc = self.start_at_attr(loc, loc, attr);
        self.addop_name(loc, Opcode::LOAD_METHOD, attr);
        Ok(loc)
    }

    /// Loads an attribute of `super()` with the first opcode, of `super(a, b)` with the second. The
    /// `NOP` keeps the line of the attribute's name.
    fn super_attribute(
        &mut self,
        loc: Location,
        call: SuperCall<'a>,
        attr: Name,
        (zero, two): (Opcode, Opcode),
    ) -> Result<Location> {
        self.load_args_for_super(call)?;
        self.addop_name(loc, if call.args.is_empty() { zero } else { two }, attr);
        let loc = self.start_at_attr(loc, loc, attr);
        self.addop(loc, Opcode::NOP);
        Ok(loc)
    }

    fn load_args_for_super(&mut self, call: SuperCall<'a>) -> Result {
        self.nameop(call.func_loc, call.name, ExprContext::Load)?;
        if !call.args.is_empty() {
            return self.visit_exprs(call.args);
        }
        let class = self.names.intern("__class__");
        self.nameop(call.loc, class, ExprContext::Load)?;
        // The first parameter.
        let Some(first) = self.unit().varnames.keys.first().copied() else { return Ok(()) };
        self.nameop(call.loc, first, ExprContext::Load)
    }

    /// The call in `super().attr` or `super(a, b).attr`, if it surely means the builtin and, without
    /// arguments, what it stands for is at hand.
    fn optimizable_super_call(&mut self, value: &Expr<'a>, attr: Name) -> Option<SuperCall<'a>> {
        if !self.target.has_super_attribute() {
            return None;
        }
        let ExprKind::Call { func, args, keywords: [] } = value.kind else { return None };
        let ExprKind::Name { id, .. } = func.kind else { return None };
        if self.names.text(id) != "super" || self.names.text(attr) == "__class__" {
            return None;
        }
        let scope = self.unit().scope;
        let shadowed = self.symbols.scope(scope).name_scope(id) != Some(NameScope::GlobalImplicit)
            || self.symbols.scope(SymbolTable::MODULE).name_scope(id).is_some();
        if shadowed {
            return None;
        }
        let fits = match args.len() {
            0 => self.has_first_parameter_and_class(),
            2 => !args.iter().any(is_starred),
            _ => false,
        };
        fits.then(|| SuperCall { loc: self.loc(value.span), func_loc: self.loc(func.span), name: id, args })
    }

    fn has_first_parameter_and_class(&mut self) -> bool {
        let unit = self.unit();
        let has_parameter = unit.argcount > 0 || unit.posonlyargcount > 0;
        let class = self.names.intern("__class__");
        has_parameter && self.name_scope(class) == Some(NameScope::Free)
    }

    /// Whether a receiver is a name that the module imports. Only the module's scope is asked.
    fn is_import_originated(&self, e: &Expr<'a>) -> bool {
        let ExprKind::Name { id, .. } = e.kind else { return false };
        // An inlined comprehension may hide it.
        self.memory.is_imported(id) && self.symbols.scope(SymbolTable::MODULE).flags(id) & flags::DEF_IMPORT != 0
    }

    /// The location `loc`, begun at the attribute's name if the attribute access, which is at
    /// `attr_loc`, spans lines (`update_start_location_to_match_attr`).
    pub(crate) fn start_at_attr(&self, mut loc: Location, attr_loc: Location, attr: Name) -> Location {
        if loc.line == attr_loc.end_line {
            return loc;
        }
        loc.line = attr_loc.end_line;
        // CPython counts characters here although columns are bytes.
        let len = self.names.text(attr).chars().count() as i32;
        if len <= attr_loc.end_col {
            loc.col = attr_loc.end_col - len;
        } else {
            (loc.col, loc.end_col) = (-1, -1);
        }
        loc.end_line = loc.line.max(loc.end_line);
        if loc.line == loc.end_line {
            loc.end_col = loc.col.max(loc.end_col);
        }
        loc
    }

    /// Notes an attribute stored through `self` for `__static_attributes__` of the class around.
    fn maybe_add_static_attribute_to_class(&mut self, value: &Expr<'a>, attr: Name, ctx: ExprContext) {
        let ExprKind::Name { id, .. } = value.kind else { return };
        if ctx != ExprContext::Store || self.names.text(id) != "self" {
            return;
        }
        if let Some(class) = self.around.iter_mut().rev().find(|unit| unit.kind == UnitKind::Class) {
            class.static_attributes.insert(attr);
        }
    }
}

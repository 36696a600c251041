//! Calls of certain builtins with a generator expression: a loop in place of the call.
//!
//! Follows `Python/codegen.c` `maybe_optimize_function_call`.
//! Invariant: both ways, the loop and the call behind it, leave one value where the function was.

use pycmill_ast::{CmpOp, Expr, ExprKind, Keyword};
use pycmill_object::{ObjId, Pool};
use pycmill_target::Opcode;
use pycmill_target::operands::{common_constant, intrinsic_1};

use super::{Emitter, Result};
use crate::symbols::table::ScopeRole;
use pycmill_flow::ir::{Label, Location};

/// The builtins, with what the loop does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Builtin {
    All,
    Any,
    Tuple,
    List,
    Set,
}

impl Builtin {
    /// The one of this name, if the version turns its calls into loops.
    fn named(name: &str, target: pycmill_target::Target) -> Option<Self> {
        let builtin = match name {
            "all" => Self::All,
            "any" => Self::Any,
            "tuple" => Self::Tuple,
            "list" => Self::List,
            "set" => Self::Set,
            _ => return None,
        };
        let is_known = match builtin {
            Self::All | Self::Any | Self::Tuple => target.loops_over_generator_argument(),
            Self::List | Self::Set => target.fills_from_generator_argument(),
        };
        is_known.then_some(builtin)
    }

    const fn common_constant(self) -> u32 {
        match self {
            Self::All => common_constant::ALL,
            Self::Any => common_constant::ANY,
            Self::Tuple => common_constant::TUPLE,
            Self::List => common_constant::LIST,
            Self::Set => common_constant::SET,
        }
    }

    /// What is filled, or the jump that goes on while the answer is open, with the answers of a loop left early and of
    /// an exhausted one.
    const fn shape(self) -> Shape {
        match self {
            Self::All => Shape::Test { goes_on: Opcode::POP_JUMP_IF_TRUE, early: Pool::FALSE, exhausted: Pool::TRUE },
            Self::Any => Shape::Test { goes_on: Opcode::POP_JUMP_IF_FALSE, early: Pool::TRUE, exhausted: Pool::FALSE },
            Self::Tuple | Self::List => Shape::Fill { build: Opcode::BUILD_LIST, add: Opcode::LIST_APPEND },
            Self::Set => Shape::Fill { build: Opcode::BUILD_SET, add: Opcode::SET_ADD },
        }
    }
}

#[derive(Clone, Copy)]
enum Shape {
    Test { goes_on: Opcode, early: ObjId, exhausted: ObjId },
    Fill { build: Opcode, add: Opcode },
}

impl<'a> Emitter<'a, '_> {
    /// The loop for a call whose function is on the stack; gives the label to place behind the call, which runs if
    /// the name means something else than the builtin. None if there is no such loop: then nothing was written.
    pub(crate) fn maybe_optimize_function_call(
        &mut self,
        func: &Expr<'a>,
        args: &[Expr<'a>],
        keywords: &[Keyword<'a>],
    ) -> Result<Option<Label>> {
        let (ExprKind::Name { id, .. }, [arg], []) = (func.kind, args, keywords) else { return Ok(None) };
        let ExprKind::GeneratorExp { id: generator, .. } = arg.kind else { return Ok(None) };
        // An asynchronous one gives no iterator that could be looped over.
        let scope = self.symbols.lookup(generator, ScopeRole::Body);
        if self.symbols.scope(scope).coroutine {
            return Ok(None);
        }
        let Some(builtin) = Builtin::named(self.names.text(id), self.target) else { return Ok(None) };
        let loc = self.loc(func.span);
        let (skip, end) = (self.new_label(), self.new_label());
        self.addop_i(loc, Opcode::COPY, 1);
        self.addop_i(loc, Opcode::LOAD_COMMON_CONSTANT, builtin.common_constant());
        self.addcompare(loc, CmpOp::Is);
        self.addop_jump(loc, Opcode::POP_JUMP_IF_FALSE, skip);
        self.addop(loc, Opcode::POP_TOP);
        self.builtin_loop(loc, builtin, arg, end)?;
        self.use_label(skip);
        Ok(Some(end))
    }

    fn builtin_loop(&mut self, loc: Location, builtin: Builtin, generator: &Expr<'a>, end: Label) -> Result {
        let shape = builtin.shape();
        if let Shape::Fill { build, .. } = shape {
            self.addop_i(loc, build, 0);
        }
        self.visit_expr(generator)?;
        if self.target.iterators_take_two_slots() {
            self.addop(loc, Opcode::PUSH_NULL);
        }
        let (start, cleanup) = (self.new_label(), self.new_label());
        self.use_label(start);
        self.addop_jump(loc, Opcode::FOR_ITER, cleanup);
        match shape {
            Shape::Fill { add, .. } => {
                self.addop_i(loc, add, self.iterator_slots() + 1);
                self.addop_jump(loc, Opcode::JUMP, start);
            }
            Shape::Test { goes_on, .. } => {
                self.addop_to_bool(loc);
                self.addop_jump(loc, goes_on, start);
            }
        }
        self.addop(Location::NONE, Opcode::POP_ITER);
        if let Shape::Test { early, .. } = shape {
            self.addop_load_object(loc, early);
        }
        self.addop_jump(loc, Opcode::JUMP, end);
        self.use_label(cleanup);
        self.end_for(Location::NONE);
        if let Shape::Test { exhausted, .. } = shape {
            self.addop_load_object(loc, exhausted);
        } else if builtin == Builtin::Tuple {
            self.addop_intrinsic_1(loc, intrinsic_1::LIST_TO_TUPLE);
        }
        self.addop_jump(loc, Opcode::JUMP, end);
        Ok(())
    }
}

//! Calls.
//!
//! Follows `Python/compile.c` `compiler_call`, `compiler_call_helper`, `compiler_subkwargs`,
//! `compiler_call_simple_kw_helper`, `validate_keywords`.

use pycmill_ast::{Expr, ExprContext, ExprKind, Keyword, Name};
use pycmill_target::{CallNull, KeywordCall, Opcode};
use rustc_hash::FxHashMap;

use super::display::{Display, is_starred};
use super::{Emitter, Result};
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// `func(args, keywords)`.
    pub(crate) fn call(
        &mut self,
        loc: Location,
        func: &Expr<'a>,
        args: &[Expr<'a>],
        keywords: &[Keyword<'a>],
    ) -> Result {
        self.validate_keywords(loc, keywords)?;
        if self.maybe_optimize_method_call(loc, func, args, keywords)? {
            return Ok(());
        }
        self.check_caller(loc, func);
        let func_loc = self.loc(func.span);
        self.addop_call_null(func_loc, CallNull::Before);
        self.visit_expr(func)?;
        let looped = self.maybe_optimize_function_call(func, args, keywords)?;
        self.addop_call_null(func_loc, CallNull::After);
        self.call_arguments(loc, 0, args, keywords)?;
        if let Some(end) = looped {
            self.use_label(end);
        }
        Ok(())
    }

    /// Calls what is on the stack below `pushed` arguments; for calls and for classes.
    pub(crate) fn call_helper(
        &mut self,
        loc: Location,
        pushed: u32,
        args: &[Expr<'a>],
        keywords: &[Keyword<'a>],
    ) -> Result {
        self.validate_keywords(loc, keywords)?;
        self.call_arguments(loc, pushed, args, keywords)
    }

    fn call_arguments(&mut self, loc: Location, pushed: u32, args: &[Expr<'a>], keywords: &[Keyword<'a>]) -> Result {
        let unpacks = args.iter().any(is_starred) || keywords.iter().any(|keyword| keyword.arg.is_none());
        if args.len() + keywords.len() * 2 > self.target.stack_use_guideline() || unpacks {
            return self.call_function_ex(loc, pushed, args, keywords);
        }
        self.visit_exprs(args)?;
        let count = pushed + args.len() as u32;
        self.simple_call((loc, loc), count, keywords)
    }

    /// The NULL in place of a `self`, if this is the side of the callable where it lies.
    pub(crate) fn addop_call_null(&mut self, loc: Location, side: CallNull) {
        if self.target.call_null() == side {
            self.addop(loc, Opcode::PUSH_NULL);
        }
    }

    /// Calls with so many positional arguments, which are on the stack.
    pub(crate) fn addop_call(&mut self, loc: Location, count: u32) {
        if self.target.call_null() == CallNull::Absent {
            self.addop_i(loc, Opcode::CALL_FUNCTION, count);
            return;
        }
        if self.target.has_precall() {
            self.addop_i(loc, Opcode::PRECALL, count);
        }
        self.addop_i(loc, Opcode::CALL, count);
    }

    /// Calls what is below one argument. Where methods are called without binding them by an ordinary call, the argument can lie
    /// in the place of a `self`.
    pub(crate) fn addop_call_with_one(&mut self, loc: Location) {
        self.addop_call(loc, u32::from(self.target.call_null() == CallNull::Absent));
    }

    /// Calls with so many positional arguments on the stack and some keyword arguments; the names of these
    /// and the call have locations of their own.
    pub(super) fn simple_call(
        &mut self,
        (names_loc, loc): (Location, Location),
        args: u32,
        keywords: &[Keyword<'a>],
    ) -> Result {
        let count = args + keywords.len() as u32;
        if keywords.is_empty() {
            self.addop_call(loc, count);
            return Ok(());
        }
        keywords.iter().try_for_each(|keyword| self.visit_expr(&keyword.value))?;
        let names = self.keyword_names(keywords);
        match self.target.keyword_call() {
            KeywordCall::KwNames => {
                let number = self.add_const(names);
                self.addop_i(names_loc, Opcode::KW_NAMES, number);
                self.addop_call(loc, count);
            }
            KeywordCall::CallKw => {
                self.addop_load_object(names_loc, names);
                self.addop_i(loc, Opcode::CALL_KW, count);
            }
            KeywordCall::FunctionKw => {
                self.addop_load_object(names_loc, names);
                self.addop_i(loc, Opcode::CALL_FUNCTION_KW, count);
            }
        }
        Ok(())
    }

    fn keyword_names(&mut self, keywords: &[Keyword<'a>]) -> pycmill_object::ObjId {
        let names: Vec<Name> = keywords.iter().filter_map(|keyword| keyword.arg).collect();
        self.name_tuple(&names)
    }

    fn call_function_ex(&mut self, loc: Location, pushed: u32, args: &[Expr<'a>], keywords: &[Keyword<'a>]) -> Result {
        if self.target.unpacks_into_displays() {
            return self.unpacked_call(loc, pushed, args, keywords);
        }
        match args {
            [Expr { kind: ExprKind::Starred { value, .. }, .. }] if pushed == 0 => self.visit_expr(value)?,
            _ => self.starunpack_helper(loc, args, pushed, Display::Tuple)?,
        }
        if !keywords.is_empty() {
            self.keyword_dict(loc, keywords)?;
        }
        if !self.target.call_ex_takes_null() {
            self.addop_i(loc, Opcode::CALL_FUNCTION_EX, u32::from(!keywords.is_empty()));
            return Ok(());
        }
        if keywords.is_empty() {
            self.addop(loc, Opcode::PUSH_NULL);
        }
        self.addop(loc, Opcode::CALL_FUNCTION_EX);
        Ok(())
    }

    /// One dict of all keyword arguments, of which at least one is there.
    fn keyword_dict(&mut self, loc: Location, keywords: &[Keyword<'a>]) -> Result {
        let mut have_dict = false;
        let mut seen = 0;
        for (i, keyword) in keywords.iter().enumerate() {
            if keyword.arg.is_some() {
                seen += 1;
                continue;
            }
            if seen > 0 {
                self.subkwargs(loc, &keywords[i - seen..i], &mut have_dict)?;
                seen = 0;
            }
            if !have_dict {
                self.addop_i(loc, Opcode::BUILD_MAP, 0);
                have_dict = true;
            }
            self.visit_expr(&keyword.value)?;
            self.addop_i(loc, Opcode::DICT_MERGE, 1);
        }
        if seen > 0 {
            self.subkwargs(loc, &keywords[keywords.len() - seen..], &mut have_dict)?;
        }
        Ok(())
    }

    /// A run of named arguments, merged into the dict below if there is one.
    fn subkwargs(&mut self, loc: Location, keywords: &[Keyword<'a>], have_dict: &mut bool) -> Result {
        self.run_of_keywords(loc, keywords)?;
        if *have_dict {
            self.addop_i(loc, Opcode::DICT_MERGE, 1);
        }
        *have_dict = true;
        Ok(())
    }

    /// A dictionary of named arguments.
    pub(super) fn run_of_keywords(&mut self, loc: Location, keywords: &[Keyword<'a>]) -> Result {
        if keywords.len() * 2 > self.target.stack_use_guideline() {
            self.addop_i(Location::NONE, Opcode::BUILD_MAP, 0);
            for keyword in keywords {
                self.named_argument(loc, keyword)?;
                self.addop_i(Location::NONE, Opcode::MAP_ADD, 1);
            }
        } else if keywords.len() > 1 && self.target.has_const_key_map() {
            keywords.iter().try_for_each(|keyword| self.visit_expr(&keyword.value))?;
            let names = self.keyword_names(keywords);
            self.addop_load_object(loc, names);
            self.addop_i(loc, Opcode::BUILD_CONST_KEY_MAP, keywords.len() as u32);
        } else {
            keywords.iter().try_for_each(|keyword| self.named_argument(loc, keyword))?;
            self.addop_i(loc, Opcode::BUILD_MAP, keywords.len() as u32);
        }
        Ok(())
    }

    fn named_argument(&mut self, loc: Location, keyword: &Keyword<'a>) -> Result {
        if let Some(name) = keyword.arg {
            self.addop_load_name_const(loc, name);
        }
        self.visit_expr(&keyword.value)
    }

    /// Rejects forbidden and repeated names of keyword arguments of the call at `call_loc`.
    #[inline]
    fn validate_keywords(&mut self, call_loc: Location, keywords: &[Keyword<'a>]) -> Result {
        if keywords.is_empty() { Ok(()) } else { self.validate_some_keywords(call_loc, keywords) }
    }

    fn validate_some_keywords(&mut self, call_loc: Location, keywords: &[Keyword<'a>]) -> Result {
        let repeat = first_repeat(keywords);
        for keyword in keywords {
            let Some(name) = keyword.arg else { continue };
            if self.names.text(name) == "__debug__" {
                self.forbidden_name(self.part_loc(call_loc, keyword.span), name, ExprContext::Store)?;
            }
            if let Some((_, other)) = repeat.filter(|(repeated, _)| *repeated == name) {
                let loc = self.loc(keywords[other].span);
                return self.error_at_column(format!("keyword argument repeated: {}", self.names.text(name)), loc);
            }
        }
        Ok(())
    }
}

/// So many keywords are compared with each other; more are looked up.
const FEW_KEYWORDS: usize = 16;

/// The first name that occurs again, and where it does so for the first time.
fn first_repeat(keywords: &[Keyword<'_>]) -> Option<(Name, usize)> {
    let names = || keywords.iter().enumerate().filter_map(|(at, keyword)| Some((at, keyword.arg?)));
    if keywords.len() <= FEW_KEYWORDS {
        return names().find_map(|(at, name)| {
            let again = keywords[at + 1..].iter().position(|other| other.arg == Some(name))?;
            Some((name, at + 1 + again))
        });
    }
    let mut later = FxHashMap::default();
    let repeats = names().collect::<Vec<_>>().into_iter().rev();
    repeats.filter_map(|(at, name)| later.insert(name, at).map(|again| (name, again))).last()
}

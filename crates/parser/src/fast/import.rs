//! Imports.
//!
//! Follows `import_name` and `import_from` in `Grammar/python.gram`, `_PyPegen_join_names_with_dot` and
//! `_PyPegen_checked_future_import` in `Parser/action_helpers.c`.

use pycmill_ast::{Alias, Name, StmtKind};
use pycmill_source::Span;

use super::stacks::take;
use super::{Parser, Rejected, Result};
use crate::spaced_lazy::spaced_lazy;
use crate::token::{Kind, Token};

impl<'a> Parser<'_, 'a, '_> {
    /// `import` and the names of modules.
    pub(super) fn import(&mut self, is_lazy: bool) -> Result<StmtKind<'a>> {
        let base = self.stacks.aliases.len();
        loop {
            self.bump();
            let start = self.start();
            let name = self.dotted_name()?;
            let alias = self.alias(start, name)?;
            self.stacks.aliases.push(alias);
            if self.kind() != Kind::Comma {
                break;
            }
        }
        let names = take(self.arena, &mut self.stacks.aliases, base);
        Ok(StmtKind::Import { names, is_lazy })
    }

    /// `from`, a module and names in it.
    pub(super) fn import_from(&mut self, is_lazy: bool) -> Result<StmtKind<'a>> {
        self.bump();
        let dots = self.start();
        let mut level = 0;
        loop {
            match self.kind() {
                Kind::Dot => level += 1,
                Kind::Ellipsis => level += 3,
                _ => break,
            }
            self.bump();
        }
        let dots = Span::new(dots, self.last_end);
        let module_start = self.start();
        let module = if self.kind() == Kind::Import && level > 0 { None } else { Some(self.dotted_name()?) };
        let module_place = Span::new(module_start, self.last_end);
        self.expect(Kind::Import)?;
        let names = self.imported_names()?;
        if level == 0 && module.is_some_and(|module| self.names.text(module) == "__future__") {
            self.note_future(names, is_lazy)?;
        }
        if !is_lazy && level > 0 && module.is_some() {
            self.warn_of_numbers();
            self.warnings.extend(spaced_lazy(self.target, self.source, dots, module_place));
        }
        Ok(StmtKind::ImportFrom { module, names, level, is_lazy })
    }

    /// One feature counts for the parser.
    fn note_future(&mut self, names: &[Alias], is_lazy: bool) -> Result<()> {
        if is_lazy {
            return Err(Rejected);
        }
        let is_flufl = |alias: &Alias| self.names.text(alias.name) == "barry_as_FLUFL";
        if self.target.future_imports_steer_the_parser() && names.iter().any(is_flufl) {
            self.diamonds = true;
            self.lexer.accept_old_inequality();
        }
        Ok(())
    }

    fn imported_names(&mut self) -> Result<&'a [Alias]> {
        if self.kind() == Kind::Star {
            let start = self.start();
            self.bump();
            let name = self.names.intern("*");
            return Ok(self.arena.alloc([Alias { span: self.span(start), name, asname: None }]));
        }
        let has_parentheses = self.eat(Kind::LPar);
        let base = self.stacks.aliases.len();
        loop {
            let start = self.start();
            let name = self.name()?;
            let alias = self.alias(start, name)?;
            self.stacks.aliases.push(alias);
            if !self.eat(Kind::Comma) {
                break;
            }
            if has_parentheses && self.kind() == Kind::RPar {
                break;
            }
        }
        if has_parentheses {
            self.expect(Kind::RPar)?;
        }
        Ok(take(self.arena, &mut self.stacks.aliases, base))
    }

    /// The rest of a name that may be bound to another one.
    fn alias(&mut self, start: u32, name: Name) -> Result<Alias> {
        let asname = if self.eat(Kind::As) { Some(self.name()?) } else { None };
        Ok(Alias { span: self.span(start), name, asname })
    }

    /// Names with dots between them, as one name without blanks.
    fn dotted_name(&mut self) -> Result<Name> {
        let first = self.token;
        let mut is_plain = true;
        loop {
            is_plain &= self.start() == self.last_end || self.start() == first.start;
            if self.kind() != Kind::Name {
                return Err(Rejected);
            }
            self.bump();
            if self.kind() != Kind::Dot {
                break;
            }
            is_plain &= self.start() == self.last_end;
            self.bump();
        }
        let whole = self.text(Token { end: self.last_end, ..first });
        if is_plain && whole.is_ascii() {
            return Ok(self.names.intern(whole));
        }
        self.joined_names(whole)
    }

    /// Blanks between the names fall away.
    #[cold]
    fn joined_names(&mut self, text: &str) -> Result<Name> {
        let blanks = [' ', '\t', '\x0c', '\\', '\n'];
        let parts = text.split('.').map(|part| self.spelled(part.trim_matches(blanks)));
        let parts = parts.collect::<Result<Vec<_>>>()?;
        Ok(self.names.intern(&parts.join(".")))
    }
}

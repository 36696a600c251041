//! Dict displays.
//!
//! Follows `Python/compile.c` `compiler_dict`, `compiler_subdict`.

use pycmill_ast::{DictItem, Expr};
use pycmill_target::Opcode;

use super::display::all_constants;
use super::{Emitter, Result};
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// `{key: value, **dict, …}`: runs of pairs are built on their own and then merged. A run is
    /// closed by the pair behind its sixteenth one.
    pub(crate) fn dict(&mut self, loc: Location, items: &[DictItem<'a>]) -> Result {
        if self.target.unpacks_into_displays() {
            return self.unpacked_dict(loc, items);
        }
        let mut have_dict = false;
        let mut elements = 0;
        for (i, item) in items.iter().enumerate() {
            if item.key.is_none() {
                if elements > 0 {
                    self.subdict(loc, &items[i - elements..i], &mut have_dict)?;
                    elements = 0;
                }
                if !have_dict {
                    self.addop_i(loc, Opcode::BUILD_MAP, 0);
                    have_dict = true;
                }
                self.visit_expr(&item.value)?;
                self.addop_i(loc, Opcode::DICT_UPDATE, 1);
            } else if elements == self.target.pairs_of_dict_run() {
                self.subdict(loc, &items[i - elements..=i], &mut have_dict)?;
                elements = 0;
            } else {
                elements += 1;
            }
        }
        if elements > 0 {
            self.subdict(loc, &items[items.len() - elements..], &mut have_dict)?;
        }
        if !have_dict {
            self.addop_i(loc, Opcode::BUILD_MAP, 0);
        }
        Ok(())
    }

    /// One run of pairs, merged into the dict below if there is one.
    fn subdict(&mut self, loc: Location, items: &[DictItem<'a>], have_dict: &mut bool) -> Result {
        self.run_of_pairs(loc, items)?;
        if *have_dict {
            self.addop_i(loc, Opcode::DICT_UPDATE, 1);
        }
        *have_dict = true;
        Ok(())
    }

    pub(super) fn run_of_pairs(&mut self, loc: Location, items: &[DictItem<'a>]) -> Result {
        let count = items.len() as u32;
        let big = items.len() * 2 > self.target.stack_use_guideline();
        if items.len() > 1
            && !big
            && self.target.has_const_key_map()
            && let Some(keys) = all_constants(keys_of(items))
        {
            items.iter().try_for_each(|item| self.visit_expr(&item.value))?;
            let keys = self.constant_tuple(&keys);
            self.addop_load_object(loc, keys);
            self.addop_i(loc, Opcode::BUILD_CONST_KEY_MAP, count);
            return Ok(());
        }
        if big {
            self.addop_i(loc, Opcode::BUILD_MAP, 0);
        }
        for (key, item) in keys_of(items).zip(items) {
            self.visit_expr(key)?;
            self.visit_expr(&item.value)?;
            if big {
                self.addop_i(loc, Opcode::MAP_ADD, 1);
            }
        }
        if !big {
            self.addop_i(loc, Opcode::BUILD_MAP, count);
        }
        Ok(())
    }
}

/// The keys of a run, in which every item has one.
fn keys_of<'a: 'e, 'e>(items: &'e [DictItem<'a>]) -> impl Iterator<Item = &'e Expr<'a>> {
    items.iter().filter_map(|item| item.key.as_ref())
}

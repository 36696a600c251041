//! Interning: which strings of equal text are one object.
//!
//! Follows `PyUnicode_InternInPlace` (`Objects/unicodeobject.c`), and of `Objects/codeobject.c`
//! `intern_strings`, `intern_constants` and the part of `init_code` that interns names.
//!
//! Invariant: strings of at most one Latin-1 character are interned as themselves, because there is
//! one object only for each; except those of [`Pool::intern_apart`], each of which has one more.

use crate::key::{is_unique, str_hash};
use crate::store::{Content, Store};
use crate::{CodeObject, Locals, ObjId, Pool, Value};

/// What the code constructor of a version does beyond keeping its arguments.
#[derive(Clone, Copy)]
pub struct CodeRules<'a> {
    /// `co_filename`, `co_name` and `co_qualname` are interned too (3.13+).
    pub interns_code_names: bool,
    /// `co_stacksize` is this at least (1 from 3.13 on).
    pub least_stacksize: u32,
    /// Whether the interpreter has interned a string with this text before the compilation starts.
    pub is_interned_at_start: &'a dyn Fn(&[u8]) -> bool,
}

/// Adds a code object as the code constructor makes it: names and name-like constants are interned,
/// in the tuples themselves, which other code objects may share. Follows `_PyCode_New`.
pub fn finish_code(pool: &mut Pool, mut code: CodeObject, rules: &CodeRules<'_>) -> ObjId {
    pool.intern_strings(code.names, rules);
    match code.locals {
        Locals::Split { varnames, freevars, cellvars, .. } => {
            for names in [varnames, freevars, cellvars] {
                pool.intern_strings(names, rules);
            }
            pool.intern_constants(code.consts, rules);
        }
        Locals::Plus { names, .. } => {
            pool.intern_constants(code.consts, rules);
            pool.intern_strings(names, rules);
        }
    }
    if rules.interns_code_names {
        code.filename = pool.intern_by(code.filename, rules);
        code.name = pool.intern_by(code.name, rules);
        code.qualname = code.qualname.map(|qualname| pool.intern_by(qualname, rules));
    }
    code.stacksize = code.stacksize.max(rules.least_stacksize);
    pool.add(Value::Code(&code))
}

impl Pool {
    /// The interned string with this text.
    pub fn intern(&mut self, text: &[u8]) -> ObjId {
        let id = match self.index.find(str_hash(text), |id| self.is_str(id, text)) {
            Ok(canon) => match self.objects[canon.index()].interned_as.get() {
                Some(interned) => return interned,
                None if is_unique(self.value(canon)) => canon,
                None => self.push_twin(canon),
            },
            Err(place) => {
                let id = self.push_canonical(Value::Str(text), place);
                let object = &mut self.objects[id.index()];
                object.interned_as.set(id);
                object.interned = true;
                return id;
            }
        };
        self.intern_object(id)
    }

    /// The interned string with the text of the string `id`: an earlier one, or `id` itself, which
    /// is interned from now on. Follows `PyUnicode_InternInPlace`.
    pub fn intern_object(&mut self, id: ObjId) -> ObjId {
        let canon = self.canon(id);
        let first = if is_unique(self.value(id)) { canon } else { id };
        let interned = self.objects[canon.index()].interned_as.get_or_insert(first);
        self.objects[interned.index()].interned = true;
        interned
    }

    /// Lets another object than the shared one be the interned string of each of these characters.
    pub fn intern_apart(&mut self, characters: &str) {
        for character in characters.split_inclusive(|_| true) {
            let shared = self.add(Value::Str(character.as_bytes()));
            let apart = self.push_twin(shared);
            self.objects[shared.index()].interned_as.set(apart);
            self.objects[apart.index()].interned = true;
        }
    }

    /// Interns the name-like strings of a tuple of constants, also in nested tuples and frozensets.
    /// A frozenset of which an item is replaced becomes a new object in this tuple only; the old
    /// one stays what the constant cache knows. True if an item of this tuple itself was replaced.
    /// Follows `intern_constants`.
    pub fn intern_constants(&mut self, tuple: ObjId, rules: &CodeRules<'_>) -> bool {
        let mut modified = false;
        for at in Store::item_range(self.objects[tuple.index()].content).rev() {
            let item = self.store.item(at);
            if self.objects[item.index()].settled {
                continue;
            }
            let new = self.intern_constant(item, rules);
            if new != item {
                self.store.set_item(at, new);
                modified = true;
            }
        }
        modified
    }

    /// What is found to be what it will stay needs no look again.
    fn intern_constant(&mut self, id: ObjId, rules: &CodeRules<'_>) -> ObjId {
        let object = &self.objects[id.index()];
        let new = match object.content {
            Content::Str(text) if !object.interned && is_name_like(self.store.bytes(text)) => self.intern_by(id, rules),
            Content::Tuple(_) => {
                self.intern_constants(id, rules);
                id
            }
            Content::FrozenSet(_) => self.intern_frozenset(id, rules),
            _ => id,
        };
        self.objects[id.index()].settled = new == id;
        new
    }

    fn intern_frozenset(&mut self, id: ObjId, rules: &CodeRules<'_>) -> ObjId {
        let items = self.items(id).to_vec();
        let mut new = items.clone();
        for item in new.iter_mut().rev() {
            *item = self.intern_constant(*item, rules);
        }
        if new == items {
            return id;
        }
        let rebuilds = self.rebuilds(id);
        let rebuilt = self.push(Value::FrozenSet(&new), Some(self.canon(id)));
        self.objects[rebuilt.index()].rebuilds = rebuilds;
        self.count_rebuild(rebuilt);
        rebuilt
    }

    /// Interns all strings of a tuple of names. Follows `intern_strings`.
    fn intern_strings(&mut self, tuple: ObjId, rules: &CodeRules<'_>) {
        if self.items(tuple).iter().all(|item| self.is_interned(*item)) {
            return;
        }
        for index in (0..self.items(tuple).len()).rev() {
            let item = self.items(tuple)[index];
            let interned = self.intern_by(item, rules);
            if interned != item {
                self.items_mut(tuple)[index] = interned;
            }
        }
    }

    /// Like [`Pool::intern_object`], where an earlier string may also be one that the interpreter
    /// had at the start: that is another object than any of the module.
    fn intern_by(&mut self, id: ObjId, rules: &CodeRules<'_>) -> ObjId {
        if self.is_interned(id) {
            return id;
        }
        let canon = self.canon(id);
        let known = self.objects[canon.index()].interned_as.get().is_some();
        if known || is_unique(self.value(id)) || !self.is_text(id, rules.is_interned_at_start) {
            return self.intern_object(id);
        }
        let of_interpreter = self.push_twin(id);
        self.intern_object(of_interpreter)
    }

    fn is_text(&self, id: ObjId, test: &dyn Fn(&[u8]) -> bool) -> bool {
        matches!(self.value(id), Value::Str(text) if test(text))
    }
}

/// Whether a string constant is interned: all of it could stand in an ASCII identifier.
/// Follows `should_intern_string`.
fn is_name_like(text: &[u8]) -> bool {
    text.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(is_interned_at_start: &dyn Fn(&[u8]) -> bool) -> CodeRules<'_> {
        CodeRules { interns_code_names: true, least_stacksize: 1, is_interned_at_start }
    }

    fn string(pool: &mut Pool, text: &str) -> ObjId {
        let id = pool.add(Value::Str(text.as_bytes()));
        pool.merge(id)
    }

    fn tuple(pool: &mut Pool, items: &[ObjId]) -> ObjId {
        let id = pool.add(Value::Tuple(items));
        pool.merge(id)
    }

    fn code(pool: &mut Pool, consts: ObjId, qualname: ObjId) -> CodeObject {
        let empty = pool.add(Value::Tuple(&[]));
        let bytes = pool.add(Value::Bytes(&[]));
        let filename = string(pool, "a.py");
        CodeObject {
            argcount: 0,
            posonlyargcount: 0,
            kwonlyargcount: 0,
            stacksize: 0,
            flags: 0,
            code: bytes,
            consts,
            names: empty,
            locals: Locals::Plus { names: empty, kinds: bytes },
            filename,
            name: qualname,
            qualname: Some(qualname),
            firstlineno: 1,
            linetable: bytes,
            exceptiontable: Some(bytes),
        }
    }

    #[test]
    fn the_first_interned_string_stays() {
        let mut pool = Pool::new();
        let name = pool.intern(b"spam");
        let constant = pool.add(Value::Str(b"spam"));
        assert_ne!(name, constant);
        assert_eq!(pool.intern_object(constant), name);
        assert!(!pool.is_interned(constant));
        assert_eq!(pool.intern(b"spam"), name);
    }

    #[test]
    fn a_copy_of_a_character_is_another_object() {
        let mut pool = Pool::new();
        let copy = pool.add_copy(Value::Str(b"%"));
        let shared = pool.add(Value::Str(b"%"));
        assert_ne!(copy, shared);
        assert!(pool.is_copy(copy) && !pool.is_copy(shared));
        assert_eq!(pool.merge(copy), copy);
        assert_eq!(pool.merge(shared), copy, "the first one stays");
        assert_eq!(pool.intern_object(copy), shared);
    }

    #[test]
    fn a_frozenset_is_shared_unless_an_item_was_interned_before() {
        for (text, at_start) in [("fresh", false), ("known", true), ("k", true)] {
            let mut pool = Pool::new();
            let item = string(&mut pool, text);
            let set = pool.add(Value::FrozenSet(&[item]));
            let set = pool.merge_recursive(set);
            let tuples = [Pool::TRUE, Pool::FALSE].map(|other| tuple(&mut pool, &[other, set]));
            let is_interned_at_start = |_: &[u8]| at_start;
            for tuple in tuples {
                pool.intern_constants(tuple, &rules(&is_interned_at_start));
            }
            let [one, other] = tuples.map(|tuple| pool.items(tuple)[1]);
            let replaced = text == "known";
            assert_eq!((one == other, one == set), (!replaced, !replaced), "{text}");
            assert_eq!(pool.items(one), pool.items(other), "the item is one object either way");
            assert_eq!(pool.rebuilds(one), if replaced { 2 } else { 1 });
        }
    }

    #[test]
    fn a_character_interned_apart_replaces_the_shared_one() {
        let mut pool = Pool::new();
        pool.intern_apart("ab");
        let shared = string(&mut pool, "a");
        let name = pool.intern(b"a");
        assert_ne!(name, shared);
        assert_eq!((pool.intern_object(shared), pool.canon(name)), (name, shared));
        let set = pool.add(Value::FrozenSet(&[shared]));
        let set = pool.merge_recursive(set);
        let tuples = [Pool::TRUE, Pool::FALSE].map(|other| tuple(&mut pool, &[other, set]));
        for tuple in tuples {
            pool.intern_constants(tuple, &rules(&|_| false));
        }
        assert_ne!(pool.items(tuples[0])[1], pool.items(tuples[1])[1]);
    }

    #[test]
    fn names_that_are_constants_too_are_one_object_if_nothing_was_first() {
        for known in [false, true] {
            let mut pool = Pool::new();
            let qualname = string(&mut pool, "C.D");
            let consts = tuple(&mut pool, &[qualname]);
            let code = code(&mut pool, consts, qualname);
            let is_interned_at_start = |text: &[u8]| known && text == b"C.D";
            let id = finish_code(&mut pool, code, &rules(&is_interned_at_start));
            let Value::Code(code) = pool.value(id) else { panic!("finish_code adds a code object") };
            assert_eq!(code.qualname == Some(qualname), !known);
            assert_eq!(pool.items(code.consts), [qualname]);
            assert_eq!(pool.is_interned(qualname), !known);
            assert!(pool.is_interned(code.filename));
            assert_eq!(code.stacksize, 1);
        }
    }

    #[test]
    fn only_name_like_constants_are_interned() {
        let mut pool = Pool::new();
        let texts = ["ab_9", "", "a b", "\u{e9}\u{e8}"];
        let strings = texts.map(|text| string(&mut pool, text));
        let inner = tuple(&mut pool, &strings);
        let outer = tuple(&mut pool, &[inner]);
        assert!(!pool.intern_constants(outer, &rules(&|_| false)));
        assert_eq!(strings.map(|id| pool.is_interned(id)), [true, true, false, false]);
    }
}

//! What rules have found at a token: a flat list, chained by token.
//!
//! The memo does not know whether the rules of the second pass were on: what was found without them is found again with them.

use super::sketch::Value;
use super::table::RuleId;
use super::tokens::{NO_MEMO, Read};

/// What a rule has found, and the mark at which it left off: a failure can leave the mark ahead.
#[derive(Clone, Copy, Debug)]
struct Entry {
    rule: RuleId,
    next: u32,
    mark: u32,
    value: Option<Value>,
}

#[derive(Debug, Default)]
pub(super) struct Memo {
    entries: Vec<Entry>,
}

impl Memo {
    fn find(&self, token: &Read, rule: RuleId) -> Option<usize> {
        let mut at = token.memo;
        while at != NO_MEMO {
            let entry = &self.entries[at as usize];
            if entry.rule == rule {
                return Some(at as usize);
            }
            at = entry.next;
        }
        None
    }

    /// What the rule has found here, if it was tried.
    pub(super) fn get(&self, token: &Read, rule: RuleId) -> Option<(u32, Option<Value>)> {
        self.find(token, rule).map(|at| (self.entries[at].mark, self.entries[at].value))
    }

    pub(super) fn insert(&mut self, token: &mut Read, rule: RuleId, mark: u32, value: Option<Value>) {
        self.entries.push(Entry { rule, next: token.memo, mark, value });
        token.memo = self.entries.len() as u32 - 1;
    }

    /// Replaces what the rule has found here, if it was tried.
    pub(super) fn update(&mut self, token: &mut Read, rule: RuleId, mark: u32, value: Option<Value>) {
        match self.find(token, rule) {
            Some(at) => (self.entries[at].mark, self.entries[at].value) = (mark, value),
            None => self.insert(token, rule, mark, value),
        }
    }

    pub(super) fn clear(&mut self, tokens: &mut [Read]) {
        self.entries.clear();
        for token in tokens {
            token.memo = NO_MEMO;
        }
    }
}

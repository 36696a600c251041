//! The tokens that rules and alternatives can begin with.
//!
//! An alternative is skipped if it cannot begin with the next token. That changes nothing: the token has been read already when
//! a rule is entered, and an alternative looks at the next one only if it can begin with this one. So whatever could look
//! further, or match without a token, or report that one is missing, counts as beginning with every token.

use super::spelling::KindSet;
use super::table::{Body, Step, Table};
use crate::token::Kind;

/// Fills in the sets of all rules and alternatives.
pub(super) fn fill(table: &mut Table) {
    let mut nullable = vec![false; table.rules.len()];
    while grow_nullable(table, &mut nullable) {}
    while grow_first(table, &nullable) {}
    for (rule, nullable) in table.rules.iter_mut().zip(&nullable) {
        if *nullable {
            rule.first = KindSet::ALL;
        }
    }
}

fn grow_nullable(table: &Table, nullable: &mut [bool]) -> bool {
    let mut has_grown = false;
    for rule in 0..table.rules.len() {
        let is_nullable = !nullable[rule] && body_is_nullable(table, nullable, table.rules[rule].body);
        nullable[rule] |= is_nullable;
        has_grown |= is_nullable;
    }
    has_grown
}

fn body_is_nullable(table: &Table, nullable: &[bool], body: Body) -> bool {
    match body {
        Body::Alternatives(start, end) => table.alternatives[start as usize..end as usize].iter().any(|alternative| {
            let (start, end) = alternative.items;
            table.items[start as usize..end as usize].iter().all(|item| is_nullable(table, nullable, item.step))
        }),
        Body::Loop { item, least, .. } => !least || is_nullable(table, nullable, table.inner[usize::from(item)]),
        Body::Gather { element, .. } => is_nullable(table, nullable, table.inner[usize::from(element)]),
    }
}

/// Whether a step can match without a token. One that demands its token counts: it does not fail in silence.
fn is_nullable(table: &Table, nullable: &[bool], step: Step) -> bool {
    match step {
        Step::Token(_) | Step::Soft(_) | Step::AnySoft | Step::Never => false,
        Step::Rule(rule) => nullable[usize::from(rule)],
        Step::Ahead(inner) => is_nullable(table, nullable, table.inner[usize::from(inner)]),
        Step::Optional(_) | Step::NotAhead(_) | Step::Forced(..) | Step::ForcedRule(..) | Step::Cut => true,
    }
}

fn grow_first(table: &mut Table, nullable: &[bool]) -> bool {
    let mut has_grown = false;
    for rule in 0..table.rules.len() {
        let first = match table.rules[rule].body {
            Body::Alternatives(start, end) => {
                let mut all = KindSet::NONE;
                for alternative in start as usize..end as usize {
                    let first = items_begin_with(table, nullable, table.alternatives[alternative].items);
                    table.alternatives[alternative].first = first;
                    all = all.or(first);
                }
                all
            }
            Body::Loop { item, .. } => begins_with(table, table.inner[usize::from(item)]),
            Body::Gather { element, .. } => begins_with(table, table.inner[usize::from(element)]),
        };
        has_grown |= table.rules[rule].first != first;
        table.rules[rule].first = first;
    }
    has_grown
}

fn items_begin_with(table: &Table, nullable: &[bool], (start, end): (u32, u32)) -> KindSet {
    let mut first = KindSet::NONE;
    for item in &table.items[start as usize..end as usize] {
        first = first.or(begins_with(table, item.step));
        // What comes next counts only if this can match without a token; a look-ahead that must match decides alone.
        if !is_nullable(table, nullable, item.step) {
            return first;
        }
    }
    KindSet::ALL
}

fn begins_with(table: &Table, step: Step) -> KindSet {
    match step {
        Step::Token(kind) => KindSet::of(kind),
        Step::Soft(_) | Step::AnySoft => KindSet::of(Kind::Name),
        Step::Never => KindSet::NONE,
        Step::Rule(rule) => table.rules[usize::from(rule)].first,
        Step::Optional(inner) | Step::Ahead(inner) | Step::NotAhead(inner) => {
            begins_with(table, table.inner[usize::from(inner)])
        }
        Step::Forced(..) | Step::ForcedRule(..) => KindSet::ALL,
        Step::Cut => KindSet::NONE,
    }
}

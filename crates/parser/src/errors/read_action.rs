//! The actions of the table: what an alternative that has matched is worth, or what it reports.

use super::notation::{Mistake, Word};
use super::reader::{Cursor, Names, Reader};
use super::sketch::Shape;
use super::table::{Act, Action, Condition, Part, Pick, Piece, Place, Slots};
use super::targets::Targets;
use super::verbs::Verb;
use crate::error::ErrorClass;

impl Reader {
    /// An action with the condition it depends on.
    pub(super) fn action(&mut self, cursor: &mut Cursor<'_>, names: &Names) -> Result<Action, Mistake> {
        let act = match cursor.next() {
            Some(Word::Arrow) => value(cursor, names)?,
            Some(Word::Report) => report(cursor, names)?,
            _ => return Err(cursor.mistake("an action is expected")),
        };
        let condition = cursor.takes_name("when").then(|| condition(cursor, names)).transpose()?;
        if !matches!(cursor.peek(), None | Some(Word::Arrow | Word::Report | Word::Sign(')' | '|'))) {
            return Err(cursor.mistake("too much after an action"));
        }
        Ok(Action { condition, act })
    }
}

fn slot(cursor: &mut Cursor<'_>, names: &Names) -> Result<u8, Mistake> {
    let name = cursor.name()?;
    let slot = names.iter().rposition(|known| known == name);
    slot.map(|slot| slot as u8).ok_or_else(|| cursor.mistake(&format!("no item is called {name}")))
}

/// `name`, `Shape`, `Shape(a, b)`, `verb(a, b)`.
fn value(cursor: &mut Cursor<'_>, names: &Names) -> Result<Act, Mistake> {
    let name = cursor.name()?;
    if let Some(shape) = Shape::named(name) {
        return Ok(Act::Node(shape, slots(cursor, names)?));
    }
    if cursor.peek() == Some(&Word::Sign('(')) {
        let verb = Verb::named(name).ok_or_else(|| cursor.mistake(&format!("no verb is called {name}")))?;
        return Ok(Act::Verb(verb, slots(cursor, names)?));
    }
    let slot = names.iter().rposition(|known| known == name);
    slot.map(|slot| Act::Take(slot as u8)).ok_or_else(|| cursor.mistake(&format!("nothing is called {name}")))
}

fn slots(cursor: &mut Cursor<'_>, names: &Names) -> Result<Slots, Mistake> {
    let mut slots = Slots::default();
    if !cursor.takes(&Word::Sign('(')) || cursor.takes(&Word::Sign(')')) {
        return Ok(slots);
    }
    loop {
        let Some(place) = slots.slots.get_mut(usize::from(slots.len)) else {
            return Err(cursor.mistake("too many values"));
        };
        *place = slot(cursor, names)?;
        slots.len += 1;
        if !cursor.takes(&Word::Sign(',')) {
            cursor.expect(')')?;
            return Ok(slots);
        }
    }
}

fn report(cursor: &mut Cursor<'_>, names: &Names) -> Result<Act, Mistake> {
    if cursor.takes_name("nothing") {
        return Ok(Act::Nothing);
    }
    if cursor.takes_name("target") {
        let name = cursor.name()?;
        let targets = Targets::named(name).ok_or_else(|| cursor.mistake("no kind of targets"))?;
        return Ok(Act::Target(targets, slot(cursor, names)?));
    }
    let is_indentation = cursor.takes_name("indentation");
    let class = if is_indentation { ErrorClass::IndentationError } else { ErrorClass::SyntaxError };
    let Some(Word::Double(text)) = cursor.next() else { return Err(cursor.mistake("a text is missing")) };
    let text = pieces(text, names).ok_or_else(|| cursor.mistake("the text names what is not there"))?;
    if !cursor.takes_name("at") {
        return Err(cursor.mistake("a place is missing"));
    }
    Ok(Act::Report { class, text, at: place(cursor, names)? })
}

/// A message; what is in braces is filled in, if it is one of `{kind a}`, `{word a}`, `{line a}`.
fn pieces(text: &str, names: &Names) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((start, end, piece)) = filled(rest, names) {
        if start > 0 {
            pieces.push(Piece::Text(rest[..start].to_owned()));
        }
        pieces.push(piece?);
        rest = &rest[end..];
    }
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Some(pieces)
}

/// The first part to be filled in: where it starts and ends, and what it is, unless it names what is not there.
fn filled(text: &str, names: &Names) -> Option<(usize, usize, Option<Piece>)> {
    for (start, _) in text.match_indices('{') {
        let Some(end) = text[start..].find('}').map(|end| start + end) else { continue };
        let Some((what, name)) = text[start + 1..end].split_once(' ') else { continue };
        let of: fn(u8) -> Piece = match what {
            "kind" => Piece::Kind,
            "word" => Piece::Word,
            "line" => Piece::Line,
            _ => continue,
        };
        let slot = names.iter().rposition(|known| known == name);
        return Some((start, end + 1, slot.map(|slot| of(slot as u8))));
    }
    None
}

fn place(cursor: &mut Cursor<'_>, names: &Names) -> Result<Place, Mistake> {
    if cursor.takes_name("next") {
        return Ok(Place::Next);
    }
    if cursor.takes_name("from") {
        return Ok(Place::From(pick(cursor, names)?));
    }
    if cursor.takes_name("lastchar") {
        return Ok(Place::LastChar(pick(cursor, names)?));
    }
    if cursor.takes_name("lastline") {
        return Ok(Place::LastLine(pick(cursor, names)?));
    }
    let start = match pick_or_last(cursor, names)? {
        Some(start) => start,
        None => return Ok(Place::Last),
    };
    let end = if cursor.takes(&Word::To) { pick(cursor, names)? } else { start };
    Ok(Place::Range(start, end))
}

/// A value, or `last` alone.
fn pick_or_last(cursor: &mut Cursor<'_>, names: &Names) -> Result<Option<Pick>, Mistake> {
    if !cursor.takes_name("last") {
        return pick(cursor, names).map(Some);
    }
    match cursor.peek() {
        Some(Word::Name(name)) if name != "when" => Ok(Some(Pick { slot: slot(cursor, names)?, part: Part::Last })),
        _ => Ok(None),
    }
}

fn pick(cursor: &mut Cursor<'_>, names: &Names) -> Result<Pick, Mistake> {
    let part = match cursor.peek() {
        _ if cursor.takes_name("first") => Part::First,
        _ if cursor.takes_name("last") => Part::Last,
        _ => Part::Whole,
    };
    Ok(Pick { slot: slot(cursor, names)?, part })
}

fn condition(cursor: &mut Cursor<'_>, names: &Names) -> Result<Condition, Mistake> {
    let first = single_condition(cursor, names)?;
    if cursor.takes_name("and") {
        return Ok(Condition::And(Box::new(first), Box::new(condition(cursor, names)?)));
    }
    Ok(first)
}

fn single_condition(cursor: &mut Cursor<'_>, names: &Names) -> Result<Condition, Mistake> {
    let name = cursor.name()?;
    let of = |cursor: &mut Cursor<'_>| -> Result<Slots, Mistake> { slots(cursor, names) };
    match name {
        "not" => Ok(Condition::Not(Box::new(single_condition(cursor, names)?))),
        "flat" => Ok(Condition::Flat),
        "raised" => Ok(Condition::Raised),
        "legacy" => Ok(Condition::Legacy(of(cursor)?.slots[0])),
        "multiline" => Ok(Condition::Multiline(of(cursor)?.slots[0])),
        "apart" => {
            let slots = of(cursor)?.slots;
            Ok(Condition::Apart(slots[0], slots[1]))
        }
        _ => {
            let shape = Shape::named(name).ok_or_else(|| cursor.mistake("no such condition"))?;
            Ok(Condition::Shape(shape, of(cursor)?.slots[0]))
        }
    }
}

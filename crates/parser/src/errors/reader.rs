//! The grammar table of one release from its text.
//!
//! Rules, alternatives and actions that other releases have are left out. Rules get their ids before their bodies are read, so
//! they may call each other in any order.

use std::collections::BTreeMap;

use pycmill_target::Target;

use super::notation::{Mistake, Word, words};
use super::spelling::{KindSet, named, spelled};
use super::table::{Alternative, Body, Item, NO_SLOT, Rule, RuleId, SLOTS, Step, Table};
use super::{first, versions};

/// The words of one alternative's part, with the marks of versions that belong to it.
struct Segment<'w> {
    words: &'w [(usize, Word)],
    is_included: bool,
}

/// Reads a table.
pub(super) fn read(text: &str, target: Target) -> Result<Table, Mistake> {
    let words = words(text)?;
    let mut reader = Reader { target, table: Table::default(), ids: BTreeMap::new(), inner_is_value: false };
    let blocks = blocks(&words, &Word::Head);
    let mut bodies = Vec::new();
    for block in blocks {
        bodies.extend(reader.head(block)?);
    }
    for (rule, body) in bodies {
        reader.body(rule, body)?;
    }
    reader.finish()
}

/// The words from each of a kind to the next one.
fn blocks<'w>(words: &'w [(usize, Word)], opening: &Word) -> Vec<&'w [(usize, Word)]> {
    let starts: Vec<usize> = (0..words.len()).filter(|at| words[*at].1 == *opening).collect();
    let ends = starts.iter().skip(1).copied().chain([words.len()]);
    starts.iter().zip(ends).map(|(start, end)| &words[*start..end]).collect()
}

/// A rule that the release has, and the words of its alternatives.
type RuleBody<'w> = (RuleId, &'w [(usize, Word)]);

pub(super) struct Reader {
    target: Target,
    pub(super) table: Table,
    ids: BTreeMap<String, RuleId>,
    /// Whether somebody looks at what the group or loop that is being read finds.
    inner_is_value: bool,
}

/// Reads words one after another.
pub(super) struct Cursor<'w> {
    words: &'w [(usize, Word)],
    at: usize,
}

impl<'w> Cursor<'w> {
    pub(super) const fn new(words: &'w [(usize, Word)]) -> Self {
        Self { words, at: 0 }
    }

    pub(super) fn peek(&self) -> Option<&'w Word> {
        self.words.get(self.at).map(|(_, word)| word)
    }

    pub(super) fn next(&mut self) -> Option<&'w Word> {
        let word = self.peek();
        self.at += usize::from(word.is_some());
        word
    }

    pub(super) fn takes(&mut self, word: &Word) -> bool {
        let is_next = self.peek() == Some(word);
        self.at += usize::from(is_next);
        is_next
    }

    pub(super) fn takes_name(&mut self, name: &str) -> bool {
        let is_next = matches!(self.peek(), Some(Word::Name(next)) if next == name);
        self.at += usize::from(is_next);
        is_next
    }

    pub(super) fn name(&mut self) -> Result<&'w str, Mistake> {
        match self.next() {
            Some(Word::Name(name)) => Ok(name),
            _ => Err(self.mistake("a name is missing")),
        }
    }

    pub(super) fn expect(&mut self, sign: char) -> Result<(), Mistake> {
        if self.takes(&Word::Sign(sign)) { Ok(()) } else { Err(self.mistake(&format!("{sign:?} is missing"))) }
    }

    pub(super) fn mistake(&self, message: &str) -> Mistake {
        let line = self.words.get(self.at.min(self.words.len().saturating_sub(1))).map_or(0, |(line, _)| *line);
        Mistake { line, message: message.to_owned() }
    }

    fn is_named(&self) -> bool {
        matches!(self.words.get(self.at..self.at + 2), Some([(_, Word::Name(_)), (_, Word::Sign(':'))]))
    }
}

/// The slots of one alternative's named items.
pub(super) type Names = Vec<String>;

impl Reader {
    fn includes(&self, marks: &[String], at: &Cursor<'_>) -> Result<bool, Mistake> {
        versions::include(marks, self.target).ok_or_else(|| at.mistake("versions cannot be read"))
    }

    /// The head of a rule; its body, if the release has the rule.
    fn head<'w>(&mut self, block: &'w [(usize, Word)]) -> Result<Option<RuleBody<'w>>, Mistake> {
        let end = block.iter().position(|(_, word)| matches!(word, Word::Both | Word::Second)).unwrap_or(block.len());
        let mut cursor = Cursor::new(&block[1..end]);
        let name = cursor.name()?.to_owned();
        let (mut memo, mut left, mut quiet) = (false, false, false);
        while let Some(Word::Name(mark)) = cursor.peek() {
            cursor.at += 1;
            let is_on = self.mark_is_on(&mut cursor)?;
            match mark.as_str() {
                "memo" => memo = is_on,
                "left" => left = is_on,
                "quiet" => quiet = is_on,
                "places" => {}
                _ => return Err(cursor.mistake("unknown mark")),
            }
        }
        let marks = take_versions(&mut cursor);
        if !self.includes(&marks, &cursor)? {
            return Ok(None);
        }
        if cursor.peek().is_some() {
            return Err(cursor.mistake("too much after the name of a rule"));
        }
        let rule = Rule { name: name.clone(), body: Body::Alternatives(0, 0), memo, left, quiet, first: KindSet::NONE };
        let id = self.rule(rule);
        if self.ids.insert(name, id).is_some() {
            return Err(cursor.mistake("the rule is there twice"));
        }
        Ok(Some((id, &block[end..])))
    }

    /// `memo(3.10+)`: whether the release has the mark.
    fn mark_is_on(&self, cursor: &mut Cursor<'_>) -> Result<bool, Mistake> {
        if !cursor.takes(&Word::Sign('(')) {
            return Ok(true);
        }
        let marks = take_versions(cursor);
        cursor.expect(')')?;
        self.includes(&marks, cursor)
    }

    fn rule(&mut self, rule: Rule) -> RuleId {
        self.table.rules.push(rule);
        self.table.rules.len() as RuleId - 1
    }

    fn body(&mut self, rule: RuleId, words: &[(usize, Word)]) -> Result<(), Mistake> {
        let is_opening = |word: &Word| matches!(word, Word::Both | Word::Second);
        let starts: Vec<usize> = (0..words.len()).filter(|at| is_opening(&words[*at].1)).collect();
        let ends = starts.iter().skip(1).copied().chain([words.len()]);
        let mut alternatives = Vec::new();
        for (start, end) in starts.iter().zip(ends) {
            let second = words[*start].1 == Word::Second;
            alternatives.extend(self.outer_alternative(&words[start + 1..end], second)?);
        }
        if alternatives.is_empty() {
            return Err(Cursor::new(words).mistake("the rule has no alternative in this release"));
        }
        self.table.rules[usize::from(rule)].body = self.alternatives(alternatives);
        Ok(())
    }

    fn alternatives(&mut self, alternatives: Vec<Alternative>) -> Body {
        let start = self.table.alternatives.len() as u32;
        self.table.alternatives.extend(alternatives);
        Body::Alternatives(start, self.table.alternatives.len() as u32)
    }

    /// An alternative of a rule, if the release has it: by its own marks and, if all actions have marks, by one of them.
    fn outer_alternative(&mut self, words: &[(usize, Word)], second: bool) -> Result<Option<Alternative>, Mistake> {
        let segments = self.segments(words)?;
        let (items, actions) = segments.split_first().expect("a first segment is always there");
        let has_action = actions.is_empty() || actions.iter().any(|action| action.is_included);
        if !items.is_included || !has_action {
            return Ok(None);
        }
        let mut cursor = Cursor::new(items.words);
        let mut names = Names::new();
        let items = self.items(&mut cursor, &mut names, actions.is_empty())?;
        if cursor.peek().is_some_and(|word| !matches!(word, Word::Versions(_))) {
            return Err(cursor.mistake("an item is expected"));
        }
        let start = self.table.actions.len() as u32;
        for action in actions.iter().filter(|action| action.is_included) {
            let action = self.action(&mut Cursor::new(action.words), &names)?;
            self.table.actions.push(action);
        }
        let actions = (start, self.table.actions.len() as u32);
        Ok(Some(Alternative { items, actions, second, first: KindSet::NONE }))
    }

    /// Cuts an alternative before each of its actions; actions of groups stay where they are.
    fn segments<'w>(&self, words: &'w [(usize, Word)]) -> Result<Vec<Segment<'w>>, Mistake> {
        let mut depth = 0;
        let mut starts = vec![0];
        for (at, (_, word)) in words.iter().enumerate() {
            match word {
                Word::Sign('(') => depth += 1,
                Word::Sign(')') => depth -= 1,
                Word::Arrow | Word::Report if depth == 0 => starts.push(at),
                _ => {}
            }
        }
        let ends = starts.iter().skip(1).copied().chain([words.len()]);
        let parts = starts.iter().zip(ends).map(|(start, end)| &words[*start..end]);
        parts.map(|words| self.segment(words)).collect()
    }

    fn segment<'w>(&self, words: &'w [(usize, Word)]) -> Result<Segment<'w>, Mistake> {
        let end = words.iter().position(|(_, word)| matches!(word, Word::Versions(_))).unwrap_or(words.len());
        let mut marks = Cursor::new(&words[end..]);
        let versions = take_versions(&mut marks);
        if marks.peek().is_some() {
            return Err(marks.mistake("versions come last"));
        }
        Ok(Segment { words: &words[..end], is_included: self.includes(&versions, &marks)? })
    }

    /// Items up to what cannot be one. If there is one alone, without an action, its value is that of all.
    fn items(&mut self, cursor: &mut Cursor<'_>, names: &mut Names, is_bare: bool) -> Result<(u32, u32), Mistake> {
        let mut items = Vec::new();
        while let Some(word) = cursor.peek() {
            if matches!(word, Word::Arrow | Word::Report | Word::Versions(_) | Word::Sign(')' | '|')) {
                break;
            }
            let slot = self.name_of_item(cursor, names)?;
            self.inner_is_value = slot != NO_SLOT || is_bare && items.iter().all(|item: &Item| item.step.is_look());
            items.push(Item { step: self.step(cursor)?, slot });
        }
        let start = self.table.items.len() as u32;
        self.table.items.extend(items);
        Ok((start, self.table.items.len() as u32))
    }

    fn name_of_item(&self, cursor: &mut Cursor<'_>, names: &mut Names) -> Result<u8, Mistake> {
        if !cursor.is_named() {
            return Ok(NO_SLOT);
        }
        names.push(cursor.name()?.to_owned());
        cursor.at += 1;
        if names.len() > SLOTS {
            return Err(cursor.mistake("too many names"));
        }
        Ok(names.len() as u8 - 1)
    }

    /// An item with what is before and after it.
    fn step(&mut self, cursor: &mut Cursor<'_>) -> Result<Step, Mistake> {
        match cursor.peek() {
            Some(Word::Sign('~')) => {
                cursor.at += 1;
                return Ok(Step::Cut);
            }
            Some(Word::Sign(sign @ ('&' | '!'))) => {
                cursor.at += 1;
                let inner = self.atom(cursor)?;
                let inner = self.inner(inner);
                return Ok(if *sign == '&' { Step::Ahead(inner) } else { Step::NotAhead(inner) });
            }
            Some(Word::Force) => {
                cursor.at += 1;
                return self.forced(cursor);
            }
            _ => {}
        }
        let keeps = self.inner_is_value;
        let atom = self.atom(cursor)?;
        self.repeated(atom, keeps, cursor)
    }

    fn repeated(&mut self, atom: Step, keeps: bool, cursor: &mut Cursor<'_>) -> Result<Step, Mistake> {
        let Some(Word::Sign(sign)) = cursor.peek() else { return Ok(atom) };
        let inner = match sign {
            '?' | '*' | '+' | '.' => self.inner(atom),
            _ => return Ok(atom),
        };
        cursor.at += 1;
        let body = match sign {
            '?' => return Ok(Step::Optional(inner)),
            '*' => Body::Loop { item: inner, least: false, keeps },
            '+' => Body::Loop { item: inner, least: true, keeps },
            _ => {
                let element = self.atom(cursor)?;
                let element = self.inner(element);
                cursor.expect('+')?;
                Body::Gather { separator: inner, element, keeps }
            }
        };
        Ok(Step::Rule(self.helper(body)))
    }

    fn helper(&mut self, body: Body) -> RuleId {
        let name = match body {
            Body::Alternatives(..) => "group",
            Body::Loop { .. } => "loop",
            Body::Gather { .. } => "gather",
        };
        let name = format!("{name} {}", self.table.rules.len());
        self.rule(Rule { name, body, memo: false, left: false, quiet: false, first: KindSet::NONE })
    }

    fn inner(&mut self, step: Step) -> u16 {
        self.table.inner.push(step);
        self.table.inner.len() as u16 - 1
    }

    fn forced(&mut self, cursor: &mut Cursor<'_>) -> Result<Step, Mistake> {
        if let Some(Word::Single(text)) = cursor.peek() {
            let text = self.text(text);
            return match self.atom(cursor)? {
                Step::Token(kind) => Ok(Step::Forced(kind, text)),
                _ => Err(cursor.mistake("not a token")),
            };
        }
        let start = cursor.at;
        let step = self.atom(cursor)?;
        let words = cursor.words[start..cursor.at].iter();
        let inside: String = words.map(|(_, word)| display(word)).collect();
        let inside = inside.trim_start_matches('(').trim_end_matches(')').trim().to_owned();
        let text = self.text(&inside);
        Ok(Step::ForcedRule(self.inner(step), text))
    }

    fn text(&mut self, text: &str) -> u16 {
        self.table.texts.push(text.to_owned());
        self.table.texts.len() as u16 - 1
    }

    fn atom(&mut self, cursor: &mut Cursor<'_>) -> Result<Step, Mistake> {
        match cursor.next() {
            Some(Word::Single(text)) => {
                spelled(text).map(Step::Token).ok_or_else(|| cursor.mistake("no keyword and no operator"))
            }
            Some(Word::Double(text)) => Ok(Step::Soft(self.soft(text))),
            Some(Word::Sign('(')) => self.group(cursor),
            Some(Word::Name(name)) => self.called(name, cursor),
            _ => Err(cursor.mistake("an item is expected")),
        }
    }

    fn soft(&mut self, text: &str) -> u16 {
        if !self.table.soft.iter().any(|soft| soft == text) {
            self.table.soft.push(text.to_owned());
        }
        self.text(text)
    }

    fn called(&self, name: &str, cursor: &Cursor<'_>) -> Result<Step, Mistake> {
        match name {
            "SOFT" => Ok(Step::AnySoft),
            "TYPE_COMMENT" => Ok(Step::Never),
            _ => match named(name) {
                Some(kind) => Ok(Step::Token(kind)),
                None => match self.ids.get(name) {
                    Some(id) => Ok(Step::Rule(*id)),
                    None => Err(cursor.mistake(&format!("no rule {name} in {}", self.target))),
                },
            },
        }
    }

    /// A group. One of a single item is that item.
    fn group(&mut self, cursor: &mut Cursor<'_>) -> Result<Step, Mistake> {
        let keeps = self.inner_is_value;
        let mut alternatives = Vec::new();
        loop {
            self.inner_is_value = keeps;
            alternatives.push(self.inner_alternative(cursor)?);
            if !cursor.takes(&Word::Sign('|')) {
                break;
            }
        }
        cursor.expect(')')?;
        self.inner_is_value = keeps;
        if let [Alternative { items: (start, end), actions, .. }] = alternatives[..]
            && end - start == 1
            && actions.0 == actions.1
        {
            return Ok(self.table.items[start as usize].step);
        }
        let body = self.alternatives(alternatives);
        Ok(Step::Rule(self.helper(body)))
    }

    fn inner_alternative(&mut self, cursor: &mut Cursor<'_>) -> Result<Alternative, Mistake> {
        let mut names = Names::new();
        let items = self.items(cursor, &mut names, self.inner_is_value)?;
        let start = self.table.actions.len() as u32;
        while matches!(cursor.peek(), Some(Word::Arrow | Word::Report)) {
            let action = self.action(cursor, &names)?;
            self.table.actions.push(action);
        }
        let actions = (start, self.table.actions.len() as u32);
        let second = self.is_for_second_pass(items);
        Ok(Alternative { items, actions, second, first: KindSet::NONE })
    }

    /// In groups, too, what consists of a rule for errors alone is only for the second pass.
    fn is_for_second_pass(&self, (start, end): (u32, u32)) -> bool {
        match self.table.items[start as usize..end as usize] {
            [Item { step: Step::Rule(rule), .. }] => self.table.rules[usize::from(rule)].name.starts_with("invalid_"),
            _ => false,
        }
    }

    fn finish(mut self) -> Result<Table, Mistake> {
        let missing = |name: &str| Mistake { line: 0, message: format!("no rule {name}") };
        self.table.file = *self.ids.get("file").ok_or_else(|| missing("file"))?;
        self.table.field = self.ids.get("fstring").copied().unwrap_or(self.table.file);
        first::fill(&mut self.table);
        Ok(self.table)
    }
}

/// The marks that come next.
fn take_versions(cursor: &mut Cursor<'_>) -> Vec<String> {
    let mut marks = Vec::new();
    while let Some(Word::Versions(mark)) = cursor.peek() {
        cursor.at += 1;
        marks.push(mark.clone());
    }
    marks
}

/// A word as CPython's generator writes it in `expected (…)`.
fn display(word: &Word) -> String {
    match word {
        Word::Single(text) => format!("'{text}' "),
        Word::Double(text) => format!("\"{text}\" "),
        Word::Name(name) => format!("{name} "),
        Word::Sign('|') => "| ".to_owned(),
        Word::Sign(sign) => sign.to_string(),
        _ => String::new(),
    }
}

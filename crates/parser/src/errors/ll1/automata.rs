//! One automaton for each rule of 3.8's grammar, read from `grammar/python38.grammar`.
//!
//! **Invariants**: an automaton is deterministic, its first state is 0; the set of a rule has the tokens that it can begin with,
//! and no rule matches nothing.
//!
//! Follows `Parser/pgen` for the automata and `Parser/acceler.c` for the sets.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::super::spelling::{KindSet, named, spelled};
use super::rule::Rule;
use crate::token::Kind;

const TEXT: &str = include_str!("../../grammar/python38.grammar");

/// What an arc takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Label {
    Token(Kind),
    Rule(Rule),
}

/// A state of an automaton.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) arcs: Vec<(Label, u16)>,
    pub(super) accepts: bool,
}

impl State {
    /// There is nothing left to do but to leave the rule.
    pub(super) const fn only_accepts(&self) -> bool {
        self.accepts && self.arcs.is_empty()
    }
}

/// The automaton of a rule.
#[derive(Clone, Debug)]
pub(super) struct Automaton {
    pub(super) states: Vec<State>,
    pub(super) first: KindSet,
}

/// The automata by rule.
#[derive(Debug)]
pub(super) struct Grammar {
    automata: Vec<Automaton>,
}

impl Grammar {
    /// The grammar, which is read once.
    pub(super) fn get() -> &'static Self {
        static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
        GRAMMAR.get_or_init(Self::read)
    }

    pub(super) fn automaton(&self, rule: Rule) -> &Automaton {
        &self.automata[rule as usize]
    }

    /// The arc that a token of some kind takes, or begins a rule of.
    pub(super) fn arc(&self, state: &State, kind: Kind) -> Option<(Label, u16)> {
        state.arcs.iter().copied().find(|(label, _)| self.begins(*label, kind))
    }

    fn begins(&self, label: Label, kind: Kind) -> bool {
        match label {
            Label::Token(token) => token == kind,
            Label::Rule(rule) => self.automaton(rule).first.has(kind),
        }
    }

    /// Whether a state goes on with no other token than an indentation.
    pub(super) fn expects_indent(state: &State) -> bool {
        matches!(state.arcs[..], [(Label::Token(Kind::Indent), _)])
    }

    fn read() -> Self {
        let definitions = definitions(TEXT);
        let automaton = |rule: &Rule| {
            let (_, body) =
                definitions.iter().find(|(name, _)| Rule::named(name) == Some(*rule)).expect("a definition");
            let mut builder = Builder { definitions: &definitions, states: Vec::new() };
            let (start, end) = builder.alternatives(&mut body.iter().copied().peekable());
            Automaton { states: deterministic(&builder.states, start, end), first: KindSet::NONE }
        };
        let mut grammar = Self { automata: Rule::ALL.iter().map(automaton).collect() };
        while grammar.grow_first() {}
        grammar
    }

    fn grow_first(&mut self) -> bool {
        let mut has_grown = false;
        for rule in 0..self.automata.len() {
            let begins = self.automata[rule].states[0].arcs.iter().map(|(label, _)| match label {
                Label::Token(kind) => KindSet::of(*kind),
                Label::Rule(rule) => self.automaton(*rule).first,
            });
            let first = begins.fold(KindSet::NONE, KindSet::or);
            has_grown |= self.automata[rule].first != first;
            self.automata[rule].first = first;
        }
        has_grown
    }
}

/// Names and the words of their definitions, which go on in lines that are indented.
fn definitions(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut definitions: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let body = if line.starts_with(' ') {
            line
        } else {
            let (name, body) = line.split_once(" = ").expect("a definition");
            definitions.push((name, Vec::new()));
            body
        };
        definitions.last_mut().expect("a name first").1.extend(words(body));
    }
    definitions
}

fn words(mut text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    loop {
        text = text.trim_start();
        let Some(first) = text.chars().next() else { return words };
        let end = match first {
            '\'' => 2 + text[1..].find('\'').expect("a closing quote"),
            '(' | ')' | '|' | '?' | '*' | '+' => 1,
            _ => text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').unwrap_or(text.len()),
        };
        words.push(&text[..end]);
        text = &text[end..];
    }
}

/// A state of an automaton that is not deterministic: arcs, and states that are reached without a token.
#[derive(Default)]
struct Loose {
    arc: Option<(Label, usize)>,
    free: Vec<usize>,
}

struct Builder<'d> {
    definitions: &'d [(&'d str, Vec<&'d str>)],
    states: Vec<Loose>,
}

type Words<'w> = std::iter::Peekable<std::iter::Copied<std::slice::Iter<'w, &'w str>>>;

impl<'d> Builder<'d> {
    fn state(&mut self) -> usize {
        self.states.push(Loose::default());
        self.states.len() - 1
    }

    fn alternatives(&mut self, words: &mut Words<'d>) -> (usize, usize) {
        let (start, end) = (self.state(), self.state());
        loop {
            let (first, last) = self.sequence(words);
            self.states[start].free.push(first);
            self.states[last].free.push(end);
            if words.next_if_eq(&"|").is_none() {
                return (start, end);
            }
        }
    }

    fn sequence(&mut self, words: &mut Words<'d>) -> (usize, usize) {
        let start = self.state();
        let mut end = start;
        while words.peek().is_some_and(|word| !matches!(*word, "|" | ")")) {
            let (first, last) = self.item(words);
            self.states[end].free.push(first);
            end = last;
        }
        (start, end)
    }

    fn item(&mut self, words: &mut Words<'d>) -> (usize, usize) {
        let (start, end) = self.atom(words);
        let may_repeat = words.peek().is_some_and(|word| matches!(*word, "*" | "+"));
        match words.next_if(|word| matches!(*word, "?" | "*" | "+")) {
            None => return (start, end),
            Some("+") => {}
            Some(_) => self.states[start].free.push(end),
        }
        if may_repeat {
            self.states[end].free.push(start);
        }
        // What comes before or after must not get into the loop.
        let (first, last) = (self.state(), self.state());
        self.states[first].free.push(start);
        self.states[end].free.push(last);
        (first, last)
    }

    fn atom(&mut self, words: &mut Words<'d>) -> (usize, usize) {
        let word = words.next().expect("an item");
        if word == "(" {
            let group = self.alternatives(words);
            assert_eq!(words.next(), Some(")"), "a closing parenthesis");
            return group;
        }
        if word.starts_with('$') {
            let definitions = self.definitions;
            let (_, body) = definitions.iter().find(|(name, _)| *name == word).expect("a part of that name");
            return self.alternatives(&mut body.iter().copied().peekable());
        }
        let token = spelled(word.trim_matches('\'')).filter(|_| word.starts_with('\'')).or_else(|| named(word));
        let label = token.map_or_else(|| Label::Rule(Rule::named(word).expect("a rule")), Label::Token);
        let (start, end) = (self.state(), self.state());
        self.states[start].arc = Some((label, end));
        (start, end)
    }
}

/// The states that sets of the loose ones make up.
fn deterministic(loose: &[Loose], start: usize, end: usize) -> Vec<State> {
    let mut numbers: BTreeMap<Vec<usize>, u16> = BTreeMap::new();
    let mut sets = vec![closure(loose, vec![start])];
    numbers.insert(sets[0].clone(), 0);
    let mut states: Vec<State> = Vec::new();
    while let Some(set) = sets.get(states.len()).cloned() {
        let mut targets: Vec<(Label, Vec<usize>)> = Vec::new();
        for (label, target) in set.iter().filter_map(|state| loose[*state].arc) {
            match targets.iter_mut().find(|(known, _)| *known == label) {
                Some((_, known)) => known.push(target),
                None => targets.push((label, vec![target])),
            }
        }
        let mut state = State { arcs: Vec::new(), accepts: set.contains(&end) };
        for (label, target) in targets {
            let target = closure(loose, target);
            let number = *numbers.entry(target.clone()).or_insert_with(|| {
                sets.push(target);
                sets.len() as u16 - 1
            });
            state.arcs.push((label, number));
        }
        states.push(state);
    }
    states
}

/// With all states that are reached without a token, in order.
fn closure(loose: &[Loose], mut open: Vec<usize>) -> Vec<usize> {
    let mut set = std::collections::BTreeSet::new();
    while let Some(state) = open.pop() {
        if set.insert(state) {
            open.extend(&loose[state].free);
        }
    }
    set.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No token begins two arcs of a state, and a rule that may end does not go on with a token that comes after it.
    #[test]
    fn one_token_decides() {
        let grammar = Grammar::get();
        for automaton in &grammar.automata {
            for state in &automaton.states {
                let mut seen = KindSet::NONE;
                for (label, _) in &state.arcs {
                    let begins = match label {
                        Label::Token(kind) => KindSet::of(*kind),
                        Label::Rule(rule) => grammar.automaton(*rule).first,
                    };
                    assert!(begins != KindSet::NONE && !seen.meets(begins), "{state:?}");
                    seen = seen.or(begins);
                }
            }
        }
    }
}

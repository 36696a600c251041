//! The words of a command line, assigned to arguments.
//!
//! Follows `_parse_known_args`, `consume_optional` and `consume_positionals`; parsers have one positional argument, the
//! last of their actions to take its words.

use pycmill::{Target, decode_path, printable, repr};

use super::spelling::{self, Meaning};
use super::{Action, Parser, Stop, Taken, Takes, int};
use crate::outside::path_of;

type Outcome<T> = Result<T, Failure>;

enum Failure {
    /// With a message.
    Refused(String),
    /// Help is wanted.
    Help,
    /// Python ends with this exception.
    Raised(&'static str),
}

struct Reader<'p> {
    parser: &'p Parser,
    words: Vec<Vec<u8>>,
    /// The options at their places.
    options: Vec<Option<Vec<Meaning>>>,
    /// `O` for options, `A` for others, `-` for `--`.
    pattern: Vec<u8>,
    taken: Vec<Taken>,
    positional: Option<usize>,
    extras: Vec<Vec<u8>>,
}

/// Reads a command line.
pub(crate) fn read(parser: &Parser, words: &[Vec<u8>]) -> Result<Vec<Taken>, Stop> {
    match run(parser, words) {
        Ok(taken) => Ok(taken),
        Err(Failure::Help) => Err(parser.help()),
        Err(Failure::Refused(message)) => Err(parser.error(&message)),
        Err(Failure::Raised(exception)) => Err(Stop::Raised(exception)),
    }
}

fn run(parser: &Parser, words: &[Vec<u8>]) -> Outcome<Vec<Taken>> {
    let mut reader = Reader {
        parser,
        words: words.to_vec(),
        options: Vec::new(),
        pattern: Vec::new(),
        taken: Vec::new(),
        positional: parser.actions.iter().position(Action::is_positional),
        extras: Vec::new(),
    };
    reader.classify()?;
    reader.consume()?;
    reader.finish()
}

impl Reader<'_> {
    /// Sorts the words into options and others.
    fn classify(&mut self) -> Outcome<()> {
        let mut is_behind_separator = false;
        for at in 0..self.words.len() {
            let word = &self.words[at];
            let options =
                if is_behind_separator || word == b"--" { None } else { spelling::meanings(self.parser, word) };
            let sign = if options.is_some() {
                b'O'
            } else if !is_behind_separator && word == b"--" {
                is_behind_separator = true;
                b'-'
            } else {
                b'A'
            };
            if !self.parser.target.reports_ambiguity_in_turn() {
                self.check_unambiguous(at, options.as_deref())?;
            }
            self.options.push(options);
            self.pattern.push(sign);
        }
        Ok(())
    }

    fn check_unambiguous(&self, at: usize, options: Option<&[Meaning]>) -> Outcome<()> {
        let Some(options) = options.filter(|options| options.len() > 1) else { return Ok(()) };
        let matches: Vec<&str> = options.iter().map(|option| &*option.flag).collect();
        let word = shown(&self.words[at]);
        refuse(format!("ambiguous option: {word} could match {}", matches.join(", ")))
    }

    /// Takes options and positional arguments in turn.
    fn consume(&mut self) -> Outcome<()> {
        let mut at = 0;
        let behind_last = self.options.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        while at < behind_last {
            let next = (at..behind_last).find(|at| self.options[*at].is_some()).unwrap_or(behind_last);
            if at != next {
                let end = self.consume_positional(at)?;
                if end > at {
                    at = end;
                    continue;
                }
                self.extras.extend(self.words[at..next].iter().cloned());
            }
            at = self.consume_option(next)?;
        }
        let end = self.consume_positional(at)?;
        self.extras.extend(self.words[end..].iter().cloned());
        Ok(())
    }

    /// Takes the words that stand here for the positional argument, unless it has its words already.
    fn consume_positional(&mut self, at: usize) -> Outcome<usize> {
        let Some(index) = self.positional else { return Ok(at) };
        let pattern = &self.pattern[at..];
        let count = pattern.iter().take_while(|sign| **sign != b'O').count();
        let least = usize::from(self.parser.actions[index].takes == Takes::SomeWords);
        if pattern[..count].iter().filter(|sign| **sign == b'A').count() < least {
            return Ok(at);
        }
        if count == 0 && !pattern.is_empty() && self.parser.target.empty_positionals_wait() {
            return Ok(at);
        }
        let mut words = self.words[at..at + count].to_vec();
        if !self.parser.target.drops_separator_only() || pattern[..count].contains(&b'-') {
            let separator = words.iter().position(|word| word == b"--");
            separator.map(|separator| words.remove(separator));
        }
        self.positional = None;
        self.taken.push(Taken { flag: "", words });
        Ok(at + count)
    }

    /// Takes the options of a word and the argument of the last one; the index of the word behind.
    fn consume_option(&mut self, at: usize) -> Outcome<usize> {
        let options = self.options[at].take().expect("an option stands here");
        self.check_unambiguous(at, Some(&options))?;
        let mut option = options.into_iter().next().expect("there is one");
        let mut cluster = Vec::new();
        loop {
            let Some(index) = option.action else {
                self.extras.push(self.words[at].clone());
                return Ok(at + 1);
            };
            let action = &self.parser.actions[index];
            match option.argument.take() {
                None => {
                    let count = usize::from(action.takes_value());
                    if count == 1 && self.pattern.get(at + 1) != Some(&b'A') {
                        return refuse_for(action, "expected one argument");
                    }
                    cluster.push((index, self.words[at + 1..at + 1 + count].first().cloned()));
                    return self.take(cluster).map(|()| at + 1 + count);
                }
                Some(argument) if action.takes_value() => {
                    cluster.push((index, Some(argument)));
                    return self.take(cluster).map(|()| at + 1);
                }
                Some(argument) => {
                    self.check_goes_on(&option, action, &argument)?;
                    cluster.push((index, None));
                    match self.next_in_cluster(action, &argument)? {
                        Some(next) => option = next,
                        None => {
                            self.extras.push([b"-", &*argument].concat());
                            return self.take(cluster).map(|()| at + 1);
                        }
                    }
                }
            }
        }
    }

    /// More flags may stand behind a flag of one letter.
    fn check_goes_on(&self, option: &Meaning, action: &Action, argument: &[u8]) -> Outcome<()> {
        let is_short = !option.flag.starts_with("--");
        if is_short && argument.is_empty() && self.parser.target.stumbles_over_empty_values() {
            return Err(Failure::Raised("IndexError: string index out of range"));
        }
        let is_letter = is_short && !argument.is_empty();
        let is_refused =
            self.parser.target.sets_unknown_flags_aside() && (option.has_equals || argument.first() == Some(&b'-'));
        if is_letter && !is_refused { Ok(()) } else { refuse_for(action, &ignored(self.parser.target, argument)) }
    }

    /// The flag that stands behind one of one letter; none if it is unknown and set aside.
    fn next_in_cluster(&self, action: &Action, argument: &[u8]) -> Outcome<Option<Meaning>> {
        let sets_aside = self.parser.target.sets_unknown_flags_aside();
        let length =
            argument.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next()).map_or(1, char::len_utf8);
        let (letter, rest) = argument.split_at(length);
        let flag = format!("-{}", String::from_utf8_lossy(letter));
        let Some(index) = spelling::find(self.parser, flag.as_bytes()) else {
            return if sets_aside { Ok(None) } else { refuse_for(action, &ignored(self.parser.target, argument)) };
        };
        let has_equals = sets_aside && rest.first() == Some(&b'=');
        let rest = if has_equals { &rest[1..] } else { rest };
        let argument = (has_equals || !rest.is_empty()).then(|| rest.to_vec());
        Ok(Some(Meaning { action: Some(index), flag, has_equals, argument }))
    }

    /// Checks the arguments of options and notes them.
    fn take(&mut self, cluster: Vec<(usize, Option<Vec<u8>>)>) -> Outcome<()> {
        for (index, word) in cluster {
            let action = &self.parser.actions[index];
            if action.takes == Takes::Help {
                return Err(Failure::Help);
            }
            if let Some(word) = &word {
                self.check_value(action, word)?;
            }
            self.taken.push(Taken { flag: action.flags[0], words: word.into_iter().collect() });
        }
        Ok(())
    }

    fn check_value(&self, action: &Action, word: &[u8]) -> Outcome<()> {
        match action.takes {
            Takes::Int if int::parse(word).is_none() => {
                refuse_for(action, &format!("invalid int value: {}", quoted(self.parser.target, word)))
            }
            Takes::Choice(choices) if !choices.iter().any(|choice| choice.as_bytes() == word) => {
                let is_bare = self.parser.target.lists_choices_bare();
                let shown_choice = |choice: &&str| if is_bare { (*choice).to_owned() } else { format!("'{choice}'") };
                let listed: Vec<String> = choices.iter().map(shown_choice).collect();
                let listed = listed.join(", ");
                let near = pycmill::close_matches(&shown(word), choices, 1, 0.6).pop();
                let near = near.filter(|_| self.parser.target.suggests_choices());
                let near = near.map(|near| format!(", maybe you meant '{near}'?")).unwrap_or_default();
                refuse_for(
                    action,
                    &format!("invalid choice: {}{near} (choose from {listed})", quoted(self.parser.target, word)),
                )
            }
            _ => Ok(()),
        }
    }

    /// What must not be left.
    fn finish(self) -> Outcome<Vec<Taken>> {
        if let Some(index) = self.positional.filter(|index| self.parser.actions[*index].takes == Takes::SomeWords) {
            return refuse(format!("the following arguments are required: {}", self.parser.actions[index].metavar));
        }
        if self.extras.is_empty() {
            return Ok(self.taken);
        }
        let extras: Vec<String> = self.extras.iter().map(|word| shown(word)).collect();
        refuse(format!("unrecognized arguments: {}", extras.join(" ")))
    }
}

fn refuse<T>(message: String) -> Outcome<T> {
    Err(Failure::Refused(message))
}

fn refuse_for<T>(action: &Action, message: &str) -> Outcome<T> {
    refuse(format!("argument {}: {message}", action.name()))
}

fn ignored(target: Target, argument: &[u8]) -> String {
    format!("ignored explicit argument {}", quoted(target, argument))
}

fn quoted(target: Target, word: &[u8]) -> String {
    repr(target, &decode_path(path_of(word).as_os_str()))
}

pub(super) fn shown(word: &[u8]) -> String {
    printable(&decode_path(path_of(word).as_os_str()))
}

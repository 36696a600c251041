//! Tree to a program for [`super::search`]: instructions with jumps, and registers for groups and repetitions.
//!
//! Invariant: the program is as long as the expression, whatever its repetitions count.

use super::tree::{At, Count, Member, Node};

/// An instruction; numbers are those of instructions or registers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Inst {
    Char {
        char: char,
        ignore_case: bool,
    },
    Any {
        dot_all: bool,
    },
    Set(Set),
    At(At),
    /// What a group matched.
    Reference {
        group: usize,
        ignore_case: bool,
    },
    /// Goes on here, or there if that fails.
    Split(usize, usize),
    Jump(usize),
    /// Puts the place into a register.
    Save(usize),
    /// Goes back so many characters.
    Back(usize),
    /// Goes there unless the group has matched.
    UnlessGroup(usize, usize),
    /// Begins a repetition: its count and where its last turn began are in two registers.
    Begin(usize),
    /// Goes into the next turn after it, or to the end of the repetition.
    Repeat {
        register: usize,
        count: Count,
        end: usize,
    },
    /// Counts a turn.
    Turn(usize),
    /// Notes what there is to go back to, and the place.
    Guard(usize),
    /// Forgets what there was to go back to since [`Self::Guard`].
    Commit(usize),
    /// The same, and returns to the place.
    Return(usize),
    /// The same, and fails.
    Fail(usize),
    Match,
}

/// Which characters are meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Set {
    pub(super) is_negated: bool,
    pub(super) members: Vec<Member>,
    pub(super) ignore_case: bool,
}

/// A program.
#[derive(Clone, Debug)]
pub(super) struct Program {
    pub(super) code: Vec<Inst>,
    /// How many registers it has; those of group N are 2N and 2N + 1.
    pub(super) registers: usize,
}

/// Compiles a tree with so many groups, the whole included. `widths` are those of the groups.
pub(super) fn compile(node: &Node, widths: &[Option<usize>]) -> Program {
    let mut writer = Writer { code: Vec::new(), registers: 2 * widths.len(), groups: 0, widths };
    writer.write(node);
    writer.code.push(Inst::Match);
    Program { code: writer.code, registers: writer.registers }
}

struct Writer<'w> {
    code: Vec<Inst>,
    registers: usize,
    /// How many groups were written; they are numbered by their beginnings.
    groups: usize,
    widths: &'w [Option<usize>],
}

impl Writer<'_> {
    fn write(&mut self, node: &Node) {
        match node {
            Node::Char { char, ignore_case } => {
                self.code.push(Inst::Char { char: *char, ignore_case: *ignore_case });
            }
            Node::Any { dot_all } => self.code.push(Inst::Any { dot_all: *dot_all }),
            Node::Set { is_negated, members, ignore_case } => {
                let (is_negated, ignore_case) = (*is_negated, *ignore_case);
                self.code.push(Inst::Set(Set { is_negated, members: members.clone(), ignore_case }));
            }
            Node::At(at) => self.code.push(Inst::At(*at)),
            Node::Sequence(nodes) => nodes.iter().for_each(|node| self.write(node)),
            Node::Choice(nodes) => self.choice(nodes),
            Node::Repeat { count, of } if count.manner == "+" => {
                self.guarded(Inst::Commit, |writer| writer.repeat(Count { manner: "", ..*count }, of));
            }
            Node::Repeat { count, of } => self.repeat(*count, of),
            Node::Capture(node) => self.capture(node),
            Node::Group(node) => self.write(node),
            Node::Atomic(node) => self.guarded(Inst::Commit, |writer| writer.write(node)),
            Node::Look { is_behind, is_negated, at } => self.look(*is_behind, *is_negated, at),
            Node::Reference { group, ignore_case } => {
                self.code.push(Inst::Reference { group: *group, ignore_case: *ignore_case });
            }
            Node::Condition { group, yes, no } => self.condition(*group, yes, no.as_deref()),
        }
    }

    /// An instruction that is not known yet.
    fn gap(&mut self) -> usize {
        self.code.push(Inst::Match);
        self.code.len() - 1
    }

    fn registers(&mut self) -> usize {
        self.registers += 2;
        self.registers - 2
    }

    fn choice(&mut self, nodes: &[Node]) {
        let mut ends = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            if index + 1 == nodes.len() {
                self.write(node);
                break;
            }
            let split = self.gap();
            self.write(node);
            ends.push(self.gap());
            self.code[split] = Inst::Split(split + 1, self.code.len());
        }
        let end = self.code.len();
        ends.into_iter().for_each(|jump| self.code[jump] = Inst::Jump(end));
    }

    fn repeat(&mut self, count: Count, of: &Node) {
        let register = self.registers();
        self.code.push(Inst::Begin(register));
        let repeat = self.gap();
        self.code.push(Inst::Turn(register));
        self.write(of);
        self.code.push(Inst::Jump(repeat));
        self.code[repeat] = Inst::Repeat { register, count, end: self.code.len() };
    }

    fn capture(&mut self, node: &Node) {
        self.groups += 1;
        let group = self.groups;
        self.code.push(Inst::Save(2 * group));
        self.write(node);
        self.code.push(Inst::Save(2 * group + 1));
    }

    fn guarded(&mut self, end: fn(usize) -> Inst, inner: impl FnOnce(&mut Self)) {
        let register = self.registers();
        self.code.push(Inst::Guard(register));
        inner(self);
        self.code.push(end(register));
    }

    fn look(&mut self, is_behind: bool, is_negated: bool, at: &Node) {
        let width = at.width(self.widths).filter(|_| is_behind);
        let inner = |writer: &mut Self| {
            writer.code.extend(width.map(Inst::Back));
            writer.write(at);
        };
        if !is_negated {
            return self.guarded(Inst::Return, inner);
        }
        let register = self.registers();
        self.code.push(Inst::Guard(register));
        let split = self.gap();
        inner(self);
        self.code.push(Inst::Fail(register));
        self.code[split] = Inst::Split(split + 1, self.code.len());
    }

    fn condition(&mut self, group: usize, yes: &Node, no: Option<&Node>) {
        let test = self.gap();
        self.write(yes);
        let end = self.gap();
        self.code[test] = Inst::UnlessGroup(group, self.code.len());
        no.into_iter().for_each(|no| self.write(no));
        self.code[end] = Inst::Jump(self.code.len());
    }
}

//! What there is to see of a room.

use std::rc::Rc;

use super::lines::Lines;
use super::people::People;
use super::says::Says;
use super::{Problem, Room, Standing};

impl Room {
    /// How one stands to the room.
    #[must_use]
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Where it is, by the address that everybody there has in common.
    #[must_use]
    pub fn place(&self) -> &Rc<str> {
        &self.place
    }

    /// Whether the person wants to be there.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.is_wanted
    }

    /// The name that one has in it, or had last; empty before there was one.
    #[must_use]
    pub fn name(&self) -> &Rc<str> {
        &self.name
    }

    /// Who is there.
    #[must_use]
    pub fn people(&self) -> &People {
        &self.people
    }

    /// What there is to read.
    #[must_use]
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// What is to be said.
    #[must_use]
    pub fn says(&self) -> &Says {
        &self.says
    }

    /// Why what the person asked for last was not done.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        self.problem
    }
}

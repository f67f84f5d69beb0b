//! The name of a room or of a member.

use super::{BadParameter, bad, single};
use crate::query::Query;
use crate::superchat::{MAX_NAME_BYTES, MAX_ROOM_BYTES, is_name, is_room};

/// The name of a room or of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// Its name in the query string.
    pub name: &'static str,
    /// Its effect, in one sentence.
    pub description: &'static str,
    /// The bearer of the name.
    pub of: Named,
    /// The value where the query does not have it.
    pub default: &'static str,
}

/// The bearer of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// See [`is_room`].
    Room,
    /// See [`is_name`].
    Member,
}

impl Name {
    /// Its value in `query`, or its default. The name that counts is `identity` of the one in the query, which has
    /// to be valid: one name can be typed in several ways.
    ///
    /// # Errors
    ///
    /// No room, or no member, can have this name.
    pub fn value(
        &self,
        query: &Query<'_>,
        identity: impl FnOnce(&str) -> String,
    ) -> Result<String, BadParameter> {
        let Some(typed) = single(query, self.name)? else {
            return Ok(self.default.to_owned());
        };
        let name = identity(&typed);
        let is_valid = match self.of {
            Named::Room => is_room(&name),
            Named::Member => is_name(&name),
        };
        if is_valid {
            Ok(name)
        } else {
            Err(bad(self.name, &typed, self.takes()))
        }
    }

    /// The most bytes of UTF-8.
    #[must_use]
    pub const fn max_bytes(&self) -> usize {
        match self.of {
            Named::Room => MAX_ROOM_BYTES,
            Named::Member => MAX_NAME_BYTES,
        }
    }

    pub(super) fn takes(&self) -> String {
        let besides = match self.of {
            Named::Room => "",
            Named::Member => ", without colons and a ! in front",
        };
        format!(
            "1 to {} bytes of UTF-8 with something to see, without control characters and spaces at the \
             ends{besides}",
            self.max_bytes()
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::chat::{NAME, ROOM};
    use crate::query::Query;

    #[test]
    fn name_that_its_owner_cannot_have_is_refused() {
        let [room, name] = [ROOM, NAME].map(|it| {
            move |query: &str| {
                it.value(&Query::new(query), str::to_owned)
                    .map_err(|bad| bad.takes)
            }
        });
        assert_eq!(room("").as_deref(), Ok("lobby"));
        assert_eq!(room("room=a:b").as_deref(), Ok("a:b"));
        assert_eq!(name("name=%EA%B9%80").as_deref(), Ok("김"));
        assert!(room("room=").is_err());
        assert_eq!(
            ROOM.value(&Query::new("room=A"), str::to_lowercase)
                .as_deref(),
            Ok("a")
        );
        assert_eq!(
            name("name=a:b").unwrap_err(),
            "1 to 48 bytes of UTF-8 with something to see, without control characters and spaces at the ends, \
             without colons and a ! in front"
        );
    }
}

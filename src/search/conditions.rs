//! The conditions of a query, so that one can be put in and taken out again.

use super::query::{FieldFilter, FieldTest, Node, Query};
use super::terms::key;
use crate::feedback::Span;

/// A condition that all hits must meet, as `group:detractor`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Where it stands in the query.
    pub at: Span,
    field: String,
    value: Option<String>,
}

impl Condition {
    /// Returns whether it asks for exactly this value of a field.
    pub fn asks_for(&self, field: &str, value: &str) -> bool {
        let asked = self.value.as_deref();
        key(&self.field) == key(field) && asked.is_some_and(|asked| key(asked) == key(value))
    }

    /// Returns a query without it.
    pub fn taken_out_of(&self, query: &str) -> String {
        let (before, after) = (&query[..self.at.start], &query[self.at.end..]);
        format!("{} {}", before.trim_end(), after.trim_start())
            .trim()
            .to_owned()
    }
}

impl Query {
    /// Returns the conditions that stand for themselves: not those in
    /// parentheses, nor beside an `OR`.
    pub fn conditions(&self) -> Vec<Condition> {
        let nodes = match &self.root {
            Node::All(nodes) => &nodes[..],
            one => std::slice::from_ref(one),
        };
        let mut conditions: Vec<Condition> = nodes.iter().filter_map(condition_of).collect();
        conditions.sort_by_key(|condition| condition.at);
        conditions
    }

    /// Returns whether it is enough to answer one part of it.
    pub fn is_choice(&self) -> bool {
        matches!(self.root, Node::Any(_))
    }
}

fn condition_of(node: &Node) -> Option<Condition> {
    let Node::Filter(FieldFilter {
        field,
        field_at,
        test,
        at,
    }) = node
    else {
        return None;
    };
    let value = match test {
        FieldTest::Is(value) => Some(value.clone()),
        FieldTest::Begins(_) | FieldTest::Between(..) => None,
    };
    Some(Condition {
        at: Span::new(field_at.start, at.end),
        field: field.clone(),
        value,
    })
}

/// Returns how a query asks for a value of a field: `tier:Enterprise`,
/// `account:"Van Loon"`; `None` where the field cannot be named.
pub fn condition(field: &str, value: &str) -> Option<String> {
    let name: String = field
        .chars()
        .map(|c| if c.is_whitespace() { '_' } else { c })
        .collect();
    let name = match name {
        plain if is_plain(&plain, char::is_alphabetic) => plain,
        other if other.contains('"') => return None,
        other => format!("\"{other}\""),
    };
    let value = match value {
        plain if is_plain(plain, char::is_alphanumeric) && !plain.contains("..") => {
            plain.to_owned()
        }
        // Its words are enough to find it.
        other => format!("\"{}\"", other.replace('"', " ")),
    };
    Some(format!("{name}:{value}"))
}

fn is_plain(text: &str, begins: fn(char) -> bool) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    text.starts_with(begins) && text.chars().all(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conditions(query: &str) -> Vec<&str> {
        let found = Query::parse(query).unwrap().conditions();
        found.iter().map(|of| of.at.slice(query)).collect()
    }

    #[test]
    fn a_condition_is_taken_out_of_a_query_as_it_was_put_in() {
        let asked = condition("Account name", "Van Loon & Zn.").unwrap();
        assert_eq!(asked, "Account_name:\"Van Loon & Zn.\"");
        let query = format!("phone {asked} line");
        let found = Query::parse(&query).unwrap().conditions();
        assert_eq!(found.len(), 1);
        assert!(found[0].asks_for("account NAME", "van loon & zn."));
        assert_eq!(found[0].taken_out_of(&query), "phone line");
    }

    #[test]
    fn only_conditions_that_all_hits_must_meet_stand_for_themselves() {
        assert_eq!(
            conditions("group:detractor phone rating:0..6"),
            ["group:detractor", "rating:0..6"]
        );
        assert_eq!(conditions("wave:spring"), ["wave:spring"]);
        assert!(conditions("group:detractor OR phone").is_empty());
        assert!(conditions("-group:detractor phone").is_empty());
        assert!(conditions("phone").is_empty());
    }

    #[test]
    fn a_value_is_never_read_as_a_range_or_a_beginning() {
        for value in ["1..5", ">=3", "pho*", "a \"b\"", "-x"] {
            let asked = condition("tier", value).unwrap();
            assert_eq!(conditions(&asked), [asked.as_str()], "{asked}");
            let found = Query::parse(&asked).unwrap().conditions();
            assert!(found[0].value.is_some(), "{asked}");
        }
        assert_eq!(condition("a\"b", "x"), None);
        assert_eq!(condition("how likely?", "x").unwrap(), "\"how_likely?\":x");
    }
}

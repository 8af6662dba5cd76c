//! What a table says of somebody, by column: compact, since there is one for
//! each of millions of answers, and most of them hold the same few values.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use arcstr::ArcStr;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Fields and their values, by name.
///
/// A copy shares what it is a copy of, until one of them is changed.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Attributes(Option<Arc<[(ArcStr, ArcStr)]>>);

impl Attributes {
    fn fields(&self) -> &[(ArcStr, ArcStr)] {
        self.0.as_deref().unwrap_or_default()
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        let fields = self.fields();
        fields.binary_search_by(|(own, _)| own.as_str().cmp(name))
    }

    /// Returns the value of a field.
    pub fn get(&self, name: &str) -> Option<&ArcStr> {
        let at = self.place(name).ok()?;
        Some(&self.fields()[at].1)
    }

    /// Returns whether there is such a field.
    pub fn contains_key(&self, name: &str) -> bool {
        self.place(name).is_ok()
    }

    /// Returns the fields with their values, by name.
    pub fn iter(&self) -> AttributeItems<'_> {
        self.fields()
            .iter()
            .map(both as fn(&(ArcStr, ArcStr)) -> AttributeItem<'_>)
    }

    /// Returns the names of the fields, ascending.
    pub fn keys(&self) -> impl Iterator<Item = &ArcStr> + Clone {
        self.iter().map(|(name, _)| name)
    }

    /// Returns the values, by the names of their fields.
    pub fn values(&self) -> impl Iterator<Item = &ArcStr> + Clone {
        self.iter().map(|(_, value)| value)
    }

    /// Returns whether there are no fields.
    pub fn is_empty(&self) -> bool {
        self.fields().is_empty()
    }

    /// Sets the value of a field.
    pub fn insert(&mut self, name: impl Into<ArcStr>, value: impl Into<ArcStr>) {
        let field = (name.into(), value.into());
        let mut fields = self.fields().to_vec();
        match self.place(&field.0) {
            Ok(at) => fields[at] = field,
            Err(at) => fields.insert(at, field),
        }
        self.0 = Some(fields.into());
    }

    /// Sets the value of a field unless it has one.
    pub fn insert_new(&mut self, name: ArcStr, value: ArcStr) {
        if !self.contains_key(&name) {
            self.insert(name, value);
        }
    }

    /// Takes a field out.
    pub fn remove(&mut self, name: &str) {
        if let Ok(at) = self.place(name) {
            let mut fields = self.fields().to_vec();
            fields.remove(at);
            *self = fields.into_iter().collect();
        }
    }
}

/// Fields and their values, by name.
pub type AttributeItems<'a> = std::iter::Map<
    std::slice::Iter<'a, (ArcStr, ArcStr)>,
    fn(&(ArcStr, ArcStr)) -> AttributeItem<'_>,
>;

/// A field's name and its value.
pub type AttributeItem<'a> = (&'a ArcStr, &'a ArcStr);

fn both((name, value): &(ArcStr, ArcStr)) -> AttributeItem<'_> {
    (name, value)
}

impl<'a> IntoIterator for &'a Attributes {
    type Item = AttributeItem<'a>;
    type IntoIter = AttributeItems<'a>;

    fn into_iter(self) -> AttributeItems<'a> {
        self.iter()
    }
}

impl std::ops::Index<&str> for Attributes {
    type Output = ArcStr;

    /// # Panics
    ///
    /// Where there is no such field.
    fn index(&self, name: &str) -> &ArcStr {
        self.get(name).expect("the field is there")
    }
}

impl std::fmt::Debug for Attributes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Into<ArcStr>, V: Into<ArcStr>> FromIterator<(K, V)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(fields: I) -> Self {
        let fields = fields.into_iter();
        let fields: BTreeMap<ArcStr, ArcStr> = fields
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        Self((!fields.is_empty()).then(|| fields.into_iter().collect()))
    }
}

impl<K: Into<ArcStr>, V: Into<ArcStr>, const N: usize> From<[(K, V); N]> for Attributes {
    fn from(fields: [(K, V); N]) -> Self {
        fields.into_iter().collect()
    }
}

impl Serialize for Attributes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        )
    }
}

impl<'de> Deserialize<'de> for Attributes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = BTreeMap::<String, String>::deserialize(deserializer)?;
        Ok(fields.into_iter().collect())
    }
}

/// Keeps texts that come again and again once.
///
/// What comes only once should not be given to it: it would be kept for
/// nothing.
#[derive(Debug, Default)]
pub struct SharedTexts {
    texts: HashSet<ArcStr>,
    attributes: HashSet<Attributes>,
}

/// Attributes kept to be shared, at most: where every answer has its own,
/// there is nothing to share.
const MOST: usize = 1 << 16;

impl SharedTexts {
    /// Returns a text, the same one for the same words.
    pub fn text(&mut self, text: &str) -> ArcStr {
        if let Some(known) = self.texts.get(text) {
            return known.clone();
        }
        let new = ArcStr::from(text);
        if self.texts.len() < MOST {
            self.texts.insert(new.clone());
        }
        new
    }

    /// Returns attributes that hold their texts once, the same ones for the
    /// same fields and values.
    pub fn attributes(&mut self, new: &Attributes) -> Attributes {
        if let Some(known) = self.attributes.get(new) {
            return known.clone();
        }
        let fields = new.iter();
        let new: Attributes = fields
            .map(|(name, value)| (self.text(name), self.text(value)))
            .collect();
        if self.attributes.len() < MOST {
            self.attributes.insert(new.clone());
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_by_name_and_the_last_value_of_one_counts() {
        let mut of = Attributes::from([("tier", "A"), ("region", "North")]);
        of.insert("tier", "B");
        of.insert("owner", "Ida");
        let fields: Vec<(&str, &str)> = of.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(
            fields,
            [("owner", "Ida"), ("region", "North"), ("tier", "B")]
        );
        of.remove("region");
        assert!(of.get("region").is_none() && of.contains_key("tier"));
    }

    #[test]
    fn they_are_an_object_in_json() {
        let of = Attributes::from([("tier", "A"), ("region", "North")]);
        let json = serde_json::to_string(&of).unwrap();
        assert_eq!(json, r#"{"region":"North","tier":"A"}"#);
        assert_eq!(serde_json::from_str::<Attributes>(&json).unwrap(), of);
        let none: Attributes = serde_json::from_str("{}").unwrap();
        assert_eq!(none, Attributes::default());
    }

    #[test]
    fn the_same_values_are_kept_once() {
        let mut shared = SharedTexts::default();
        let (one, other) = (shared.text("Enterprise"), shared.text("Enterprise"));
        assert!(ArcStr::ptr_eq(&one, &other));
    }
}

//! Faces and signs by which people praise or complain without a word.

/// Those that praise.
pub(super) const SMILES: &str =
    "👍👌👏🙌💪💯🔥🎉⭐🌟✅😀😃😄😁😊🙂☺😍🥰🤩😎😻🤗❤♥🧡💛💚💙💜🖤🤍💖🙏💕😘✨";

/// Those that complain.
pub(super) const FROWNS: &str = "👎😡😠🤬😤😞😟🙁☹😢😭😩😫😖😣😒🙄😑🤮🤢💩😾❌💔😐😔";

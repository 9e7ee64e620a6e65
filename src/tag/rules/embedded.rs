//! The rule files in the binary.

/// File name and content, in the order in which they are read.
pub const FILES: &[(&str, &str)] = &[
    ("rules/none.toml", include_str!("../../../rules/none.toml")),
    ("rules/decisions.toml", include_str!("../../../rules/decisions.toml")),
    ("rules/actions.toml", include_str!("../../../rules/actions.toml")),
    ("rules/recommendations.toml", include_str!("../../../rules/recommendations.toml")),
];

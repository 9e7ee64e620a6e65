//! The rule files in the binary.

/// File name and content, in the order in which they are read.
pub const FILES: &[(&str, &str)] = &[
    ("rules/lists.toml", include_str!("../../../rules/lists.toml")),
    ("rules/none.toml", include_str!("../../../rules/none.toml")),
    ("rules/decisions.toml", include_str!("../../../rules/decisions.toml")),
    ("rules/settled.toml", include_str!("../../../rules/settled.toml")),
    ("rules/actions.toml", include_str!("../../../rules/actions.toml")),
    ("rules/action-lines.toml", include_str!("../../../rules/action-lines.toml")),
    ("rules/tasks.toml", include_str!("../../../rules/tasks.toml")),
    ("rules/outcomes.toml", include_str!("../../../rules/outcomes.toml")),
    ("rules/recommendations.toml", include_str!("../../../rules/recommendations.toml")),
    ("rules/ideas.toml", include_str!("../../../rules/ideas.toml")),
    ("rules/calls.toml", include_str!("../../../rules/calls.toml")),
];

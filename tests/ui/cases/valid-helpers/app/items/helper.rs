pub(super) fn name() -> &'static str {
    "helper"
}

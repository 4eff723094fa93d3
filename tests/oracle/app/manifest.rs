use router_runtime::metadata::{Display, Manifest, ManifestImage};

pub fn manifest() -> Manifest {
    Manifest::new("Next.js App")
        .short_name("Next")
        .start_url("/")
        .display(Display::Standalone)
        .background_color("#fff")
        .theme_color("#fff")
        .icon(
            ManifestImage::new("/favicon.ico")
                .sizes("any")
                .mime_type("image/x-icon"),
        )
}

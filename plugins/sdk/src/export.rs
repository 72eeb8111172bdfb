//! The one macro.

/// Makes a component of methodologies, catalogues and questionnaires: at most one of each, at the end of a plugin's
/// `lib.rs`. Natively it makes nothing, so that the same crate can be tested as any other.
///
/// ```
/// # use riskwright_sdk::catalogue::{Catalogue, Contents};
/// # use riskwright_sdk::questionnaire::{Form, Questionnaire};
/// # use riskwright_sdk::texts;
/// # struct House;
/// # impl Catalogue for House {
/// #     fn contents() -> Contents { Contents::new(texts! { en: "House" }, "1") }
/// # }
/// # struct Doors;
/// # impl Questionnaire for Doors {
/// #     fn form() -> Form { Form::new(texts! { en: "Doors" }) }
/// # }
/// riskwright_sdk::export!(catalogue: House, questionnaire: Doors);
/// ```
///
/// A type that is not what it is said to be does not compile:
///
/// ```compile_fail
/// struct Nothing;
/// riskwright_sdk::export!(catalogue: Nothing);
/// ```
#[macro_export]
macro_rules! export {
    ($($interface:ident : $plugin:ty),+ $(,)?) => {
        $($crate::__export!($interface, $plugin);)+
    };
}

#[cfg(not(target_arch = "wasm32"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __export {
    (methodology, $plugin:ty) => {
        const _: fn() = $crate::__private::is_methodology::<$plugin>;
    };
    (catalogue, $plugin:ty) => {
        const _: fn() = $crate::__private::is_catalogue::<$plugin>;
    };
    (questionnaire, $plugin:ty) => {
        const _: fn() = $crate::__private::is_questionnaire::<$plugin>;
    };
    ($other:ident, $plugin:ty) => {
        ::core::compile_error!("a plugin exports `methodology: T`, `catalogue: T` or `questionnaire: T`");
    };
}

#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
#[macro_export]
macro_rules! __export {
    (methodology, $plugin:ty) => {
        const _: () = {
            use $crate::__private::bindings::methodology::exports::riskwright::plugin::methodology as __wit;

            ::std::thread_local! {
                static LAST: $crate::__private::methodology::Last<$plugin> =
                    const { $crate::__private::methodology::Last::none() };
            }

            struct __Methodology;

            impl __wit::Guest for __Methodology {
                fn validate_settings(settings: ::std::string::String) -> ::std::vec::Vec<__wit::SettingsProblem> {
                    LAST.with(|last| last.validate_settings(&settings))
                }

                fn describe(
                    settings: ::std::string::String,
                ) -> ::core::result::Result<__wit::Description, ::std::string::String> {
                    LAST.with(|last| last.describe(settings))
                }

                fn assess(
                    settings: ::std::string::String,
                    batch: __wit::Batch,
                ) -> ::core::result::Result<__wit::Answer, ::std::string::String> {
                    LAST.with(|last| last.assess(settings, batch))
                }

                fn trace(
                    settings: ::std::string::String,
                    batch: __wit::Batch,
                ) -> ::core::result::Result<::std::vec::Vec<::std::vec::Vec<__wit::Step>>, ::std::string::String>
                {
                    LAST.with(|last| last.trace(settings, batch))
                }

                fn loss(
                    settings: ::std::string::String,
                    batch: __wit::Batch,
                ) -> ::core::result::Result<
                    ::std::vec::Vec<::core::option::Option<__wit::LossModel>>,
                    ::std::string::String,
                > {
                    LAST.with(|last| last.loss(settings, batch))
                }
            }

            $crate::__private::bindings::methodology::export_methodology!(
                __Methodology with_types_in $crate::__private::bindings::methodology
            );
        };
    };
    (catalogue, $plugin:ty) => {
        const _: () = {
            use $crate::__private::bindings::catalogue::exports::riskwright::plugin::catalogue as __wit;

            struct __Catalogue;

            impl __wit::Guest for __Catalogue {
                fn whole() -> __wit::Contents {
                    $crate::__private::catalogue::whole::<$plugin>()
                }
            }

            $crate::__private::bindings::catalogue::export_catalogue!(
                __Catalogue with_types_in $crate::__private::bindings::catalogue
            );
        };
    };
    (questionnaire, $plugin:ty) => {
        const _: () = {
            use $crate::__private::bindings::questionnaire::exports::riskwright::plugin::questionnaire as __wit;

            struct __Questionnaire;

            impl __wit::Guest for __Questionnaire {
                fn whole() -> __wit::Contents {
                    $crate::__private::questionnaire::whole::<$plugin>()
                }

                fn evaluate(answers: ::std::vec::Vec<__wit::Answer>) -> __wit::Evaluation {
                    $crate::__private::questionnaire::evaluate::<$plugin>(answers)
                }
            }

            $crate::__private::bindings::questionnaire::export_questionnaire!(
                __Questionnaire with_types_in $crate::__private::bindings::questionnaire
            );
        };
    };
    ($other:ident, $plugin:ty) => {
        ::core::compile_error!("a plugin exports `methodology: T`, `catalogue: T` or `questionnaire: T`");
    };
}

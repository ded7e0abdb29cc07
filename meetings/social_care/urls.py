"""Which address leads to which page of an export for a local authority?"""

from django.urls import URLPattern, path

from meetings.social_care.views import one, school

urlpatterns: list[URLPattern] = [
    path("files/<uuid:pk>/social-care/", one.care_export, name="care_export"),
    path("files/<uuid:pk>/social-care/number/", one.care_number, name="care_number"),
    path("files/<uuid:pk>/social-care/check/", one.care_check, name="care_check"),
    path("files/<uuid:pk>/social-care/make/", one.care_make, name="care_make"),
    path("files/social-care/", school.school_care_export, name="school_care_export"),
    path("files/social-care/check/", school.school_care_check, name="school_care_check"),
    path("files/social-care/make/", school.school_care_make, name="school_care_make"),
]

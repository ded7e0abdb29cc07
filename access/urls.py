"""Which address of this app leads to which view?"""

from django.urls import URLPattern, path

from access import views

app_name = "access"
urlpatterns: list[URLPattern] = [
    path("staff/", views.staff_list, name="staff_list"),
    path("staff/invite/", views.staff_invite, name="staff_invite"),
    path("staff/<uuid:pk>/", views.staff_read, name="staff_read"),
    path("staff/<uuid:pk>/membership/", views.membership_start, name="membership_start"),
    path("staff/<uuid:pk>/invite-again/", views.invitation_again, name="invitation_again"),
    path("memberships/<uuid:pk>/end/", views.membership_end, name="membership_end"),
    path("invitation/<str:token>/", views.invitation_accept, name="invitation_accept"),
    path("rota/", views.rota_edit, name="rota_edit"),
    path("account/", views.account, name="account"),
]

"""Which address of this app leads to which view?"""

from django.urls import URLPattern, path

from access.views import accounts, roles, rota, staff

app_name = "access"
urlpatterns: list[URLPattern] = [
    path("staff/", staff.staff_list, name="staff_list"),
    path("staff/invite/", staff.staff_invite, name="staff_invite"),
    path("staff/<uuid:pk>/", staff.staff_read, name="staff_read"),
    path("staff/<uuid:pk>/rename/", staff.staff_rename, name="staff_rename"),
    path("staff/<uuid:pk>/membership/", roles.membership_start, name="membership_start"),
    path("staff/<uuid:pk>/invite-again/", accounts.invitation_again, name="invitation_again"),
    path("memberships/<uuid:pk>/end/", roles.membership_end, name="membership_end"),
    path("invitation/<str:token>/", accounts.invitation_accept, name="invitation_accept"),
    path("rota/", rota.rota_edit, name="rota_edit"),
    path("account/", accounts.account, name="account"),
]

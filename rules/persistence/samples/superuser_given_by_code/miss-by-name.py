from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend

class ByMail(ModelBackend):
    def authenticate(self, request, username=None, password=None, **kw):
        user = get_user_model().objects.filter(email=username, is_active=True).first()
        return user if user and user.check_password(password) else None

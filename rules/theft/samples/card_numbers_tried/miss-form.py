from django import forms


class CardForm(forms.Form):
    card_number = forms.CharField()
    cvv = forms.CharField()
